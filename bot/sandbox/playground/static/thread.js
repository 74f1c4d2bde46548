// The panel at the right in which a thread is read and answered.

import { el } from "./dom.js";
import { createComposer } from "./composer.js";
import { createMessages } from "./conversation.js";

/** `send(text, files)` writes into the thread that is shown; `shut()` is asked for by the close button. */
export function createThread({ contextFor, onMenu, onReact, send, state, shut }) {
  const list = createMessages({ label: "Thread", contextFor, onMenu, onReact });
  const composer = createComposer({ send, state, label: "Reply…", openShortcuts: () => {} });
  const where = el("small");
  const element = el(
    "aside",
    { class: "thread", attrs: { "aria-label": "Thread", hidden: true } },
    el(
      "header",
      { class: "pane-head" },
      el("h2", {}, "Thread ", where),
      el("button", { class: "icon", text: "×", attrs: { type: "button", "aria-label": "Close thread" }, on: { click: shut } }),
    ),
    list.element,
    composer.element,
  );
  composer.dropOn(element);
  element.addEventListener("keydown", (event) => event.key === "Escape" && shut());

  return {
    element,
    focus: () => composer.focus(),
    /** Shows the thread below `ts`; an empty `ts` (or a gone message) shuts the panel. */
    show(ts, state, channel) {
      const messages = ts ? state.messages.filter((one) => one.ts === ts || one.thread_ts === ts) : [];
      element.hidden = !messages.length;
      if (!messages.length) return;
      composer.stand({ place: `${state.viewer.id} ${channel.id} ${ts}`, label: "Reply…" });
      where.textContent = channel.kind === "im" ? state.app.name : `#${channel.name}`;
      list.show(messages, state, { place: ts, isInThread: true });
    },
  };
}
