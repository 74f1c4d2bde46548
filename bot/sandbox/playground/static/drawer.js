// The drawer at the right: the inspector or the world behind it.

import { el } from "./dom.js";
import { createInspector } from "./inspector.js";
import { createWorld } from "./world.js";

const NAMES = [
  ["inspector", "Inspector"],
  ["world", "World"],
];

export function createDrawer({ fetchJournal, fetchWorld, postWorld, ask, choose }) {
  const copy = (text) => navigator.clipboard.writeText(text);
  const openUrl = (url) => window.open(url, "_blank", "noopener,noreferrer");
  const inspector = createInspector({ fetchJournal, copy, openUrl });
  const world = createWorld({ fetchWorld, postWorld, ask });
  const parts = { inspector, world };
  const element = el("aside", { class: "drawer", attrs: { "aria-label": "Behind the scenes", hidden: true } });
  let shown = "";

  async function update() {
    if (shown === "inspector") inspector.update();
    else if (shown === "world") await fetchWorld().then(world.update, () => {}); // the page says that nobody answers
  }

  return {
    element,
    /** The two buttons of the page's top. */
    buttons: (name) =>
      NAMES.map(([key, text]) =>
        el("button", {
          class: ["toggle", key === name && "is-here"],
          text,
          attrs: { type: "button", "aria-pressed": String(key === name) },
          data: { drawer: key },
          on: { click: () => choose(key === name ? "" : key) },
        }),
      ),
    show(name, state) {
      world.setNow(state.now, state.viewer.tz);
      if (name === shown) return;
      shown = parts[name] ? name : "";
      element.hidden = !shown;
      element.replaceChildren(...(shown ? [parts[shown].element] : []));
      update();
    },
    changed: update,
    /** Opens the exchange that a message came from. */
    inspect: (message) => inspector.focus(message.exchange),
  };
}
