// Dialogs over the page: the frame all of them share, and Slack's confirmation.

import { el, freshId } from "./dom.js";
import { textOf } from "./mrkdwn.js";

/** A modal <dialog>, opened: the browser keeps focus in it and gives it back; Esc closes it. */
export function openDialog({ title, body, footer, class: names, onClose }) {
  const id = freshId("dialog");
  const dialog = el("dialog", { class: ["bk-dialog", names], attrs: { "aria-labelledby": id } },
    el("header", { class: "bk-dialog-head" },
      el("h2", { class: "bk-dialog-title", attrs: { id, dir: "auto" } }, title),
      el("button", { class: "bk-icon-button", text: "✕", attrs: { type: "button", "aria-label": "Close" }, on: { click: () => dialog.close() } }),
    ),
    el("div", { class: "bk-dialog-body" }, body),
    footer && el("footer", { class: "bk-dialog-foot" }, footer),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose?.(dialog.returnValue);
  });
  dialog.addEventListener("cancel", (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks what a confirm object asks; true when the person agreed. */
export function askConfirm(confirm, ctx) {
  return new Promise((resolve) => {
    const choice = (text, value, look) =>
      el("button", { class: ["bk-button", look], attrs: { type: "button", value }, on: { click: () => dialog.close(value) } }, text);
    const style = confirm.style === "danger" ? "bk-danger" : "bk-primary";
    const agree = choice(textOf(confirm.confirm, ctx), "confirm", style);
    const dialog = openDialog({
      class: "bk-confirm",
      title: textOf(confirm.title, ctx),
      body: el("div", { class: "bk-text", attrs: { dir: "auto" } }, textOf(confirm.text, ctx)),
      footer: [choice(textOf(confirm.deny, ctx), "deny"), agree],
      onClose: (answer) => resolve(answer === "confirm"),
    });
    agree.focus();
  });
}
