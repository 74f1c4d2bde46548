// What pops up at the edge: Slack's notification (made from a message's `text`), and faults.

import { announce, el } from "./dom.js";

let corner = null;

function shown(toast, seconds) {
  corner ??= document.body.appendChild(el("div", { class: "toasts" }));
  corner.append(toast);
  const timer = setTimeout(() => toast.remove(), seconds * 1000);
  toast.addEventListener("pointerenter", () => clearTimeout(timer), { once: true });
  while (corner.children.length > 3) corner.firstChild.remove();
}

/** The notification a person gets; clicking it opens the message. */
export function notify({ who, where, text, open, seconds = 8 }) {
  const toast = el(
    "div",
    { class: "toast", attrs: { role: "group", "aria-label": "Notification" } },
    el(
      "button",
      { class: "toast-open", attrs: { type: "button" }, on: { click: () => (toast.remove(), open?.()) } },
      el("strong", { text: where ? `${who} in ${where}` : who }),
      el("span", { class: ["toast-text", !text && "is-missing"], text: text || "This message has no text: a notification would be empty.", attrs: { dir: "auto" } }),
    ),
    close(() => toast.remove()),
  );
  shown(toast, seconds);
  announce(`${who}: ${text}`);
}

/** Take away what one person was told: the next to look is somebody else. */
export function forgetNotifications() {
  for (const toast of corner?.querySelectorAll(".toast:not(.is-wrong)") ?? []) toast.remove();
}

/** Something did not work. */
export function warn(text) {
  const toast = el(
    "div",
    { class: "toast is-wrong", attrs: { role: "alert" } },
    el("span", { class: "toast-text", text }),
    close(() => toast.remove()),
  );
  shown(toast, 10);
}

const close = (run) =>
  el("button", { class: "toast-close", text: "×", attrs: { type: "button", "aria-label": "Dismiss" }, on: { click: run } });
