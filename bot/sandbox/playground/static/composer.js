// Where people write: messages, slash commands and mentions, each with completion, and files.

import { createAttachments } from "./attach.js";
import { announce, el, freshId } from "./dom.js";

const WORD = /(^|\s)([/@#][^\s]*)$/;

/**
 * A composer. `send(text, files)` gets what was written and returns {ok, error}; `state()` is the latest
 * snapshot; `shortcuts()` draws what stands behind the ⚡ (or nothing).
 */
export function createComposer({ send, state, label, openShortcuts }) {
  const listId = freshId("completion");
  const offers = el("ul", { class: "offers", attrs: { id: listId, role: "listbox", "aria-label": "Suggestions", hidden: true } });
  const hint = el("p", { class: "composer-hint", attrs: { "aria-live": "polite" } });
  const box = el("textarea", {
    class: "composer-box",
    attrs: {
      rows: "1",
      placeholder: label,
      "aria-label": label,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": listId,
      autocomplete: "off",
      spellcheck: "false",
    },
  });
  const button = el("button", { class: "composer-send", text: "Send", attrs: { type: "submit", disabled: true } });
  const shortcuts = el("button", {
    class: "composer-more",
    text: "⚡",
    attrs: { type: "button", "aria-label": "Shortcuts", title: "Shortcuts", hidden: true },
    on: { click: (event) => openShortcuts(event.currentTarget) },
  });
  const attached = createAttachments({ changed: () => changed(), complain });
  const element = el(
    "form",
    { class: "composer" },
    offers,
    el("div", { class: "composer-frame" }, attached.row, box, el("div", { class: "composer-bar" }, shortcuts, attached.parts, hint, button)),
  );

  const drafts = new Map(); // what was begun elsewhere, by place
  let place = "";
  let found = [];
  let at = -1;
  const isOpen = () => !offers.hidden;

  function offer() {
    found = completions(box, state());
    at = found.length ? 0 : -1;
    draw();
  }

  function offerNothing() {
    found = [];
    at = -1;
    draw();
  }

  function draw() {
    offers.hidden = !found.length;
    box.setAttribute("aria-expanded", String(Boolean(found.length)));
    offers.replaceChildren(
      ...found.map((one, index) =>
        el(
          "li",
          {
            class: ["offer", index === at && "is-active"],
            attrs: { id: `${listId}-${index}`, role: "option", "aria-selected": String(index === at) },
            on: { mousedown: (event) => (event.preventDefault(), take(one)) },
          },
          el("b", { text: one.shown }),
          one.usage && el("code", { text: one.usage }),
          one.words && el("span", { text: one.words }),
        ),
      ),
    );
    if (at >= 0) box.setAttribute("aria-activedescendant", `${listId}-${at}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function take(one) {
    const before = box.value.slice(0, box.selectionStart).replace(WORD, `$1${one.text} `);
    box.value = before + box.value.slice(box.selectionStart).trimStart();
    box.setSelectionRange(before.length, before.length);
    offerNothing();
    changed();
    box.focus();
  }

  function complain(error) {
    hint.textContent = error;
    hint.classList.add("is-wrong");
    announce(error);
  }

  function changed() {
    button.disabled = !box.value.trim() && !attached.files.length;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
    const command = state()?.commands.find((one) => box.value.startsWith(`${one.command} `));
    hint.textContent = command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
    hint.classList.remove("is-wrong");
  }

  async function submit() {
    const text = box.value;
    const { files } = attached;
    const from = place;
    if (!text.trim() && !files.length) return;
    box.value = "";
    offerNothing();
    attached.set([]);
    const answer = await send(text, files);
    if (answer.ok === false) {
      if (from !== place) drafts.set(from, { text, files }); // nothing that was typed is lost
      else {
        if (!box.value) box.value = text;
        if (!attached.files.length) attached.set(files);
      }
      changed();
      complain(answer.error);
    }
  }

  box.addEventListener("input", () => (changed(), offer()));
  box.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    attached.add(event.clipboardData.files);
  });
  box.addEventListener("blur", offerNothing);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (isOpen() && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      draw();
    } else if (isOpen() && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      offerNothing();
    } else if (isOpen() && (event.key === "Tab" || (event.key === "Enter" && !isWhole(box, found[at])))) {
      event.preventDefault();
      take(found[at]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  element.addEventListener("submit", (event) => (event.preventDefault(), submit()));

  return {
    element,
    focus: () => box.focus(),
    dropOn: attached.dropOn,
    /** Stands where `place` says: each place has its own draft. */
    stand({ place: now, label: words, hasShortcuts = false }) {
      shortcuts.hidden = !hasShortcuts;
      if (now === place) return;
      drafts.set(place, { text: box.value, files: attached.files });
      const draft = drafts.get(now) ?? { text: "", files: [] };
      box.value = draft.text;
      attached.set(draft.files);
      drafts.delete(now);
      place = now;
      box.placeholder = words;
      box.setAttribute("aria-label", words);
      offerNothing();
      changed();
    },
    write(text) {
      box.value = text;
      changed();
      box.focus();
    },
  };
}

function isWhole(box, one) {
  return box.value.slice(0, box.selectionStart).endsWith(one?.text ?? "\n");
}

function completions(box, state) {
  const before = box.value.slice(0, box.selectionStart);
  const word = WORD.exec(before)?.[2];
  if (!word || !state) return [];
  const begins = (name) => name.toLowerCase().startsWith(word.slice(1).toLowerCase());
  if (word[0] === "/") {
    if (before !== word) return [];
    return state.commands
      .filter((one) => begins(one.command.slice(1)))
      .map((one) => ({ text: one.command, shown: one.command, usage: one.usage_hint, words: one.description }));
  }
  if (word[0] === "#") {
    return state.channels
      .filter((one) => one.kind !== "im" && begins(one.name))
      .map((one) => ({ text: `#${one.name}`, shown: `#${one.name}`, words: one.topic }));
  }
  return state.people
    .filter((one) => begins(one.name) || begins(one.real_name))
    .map((one) => ({ text: `@${one.name}`, shown: one.real_name, words: one.is_bot ? "App" : one.title }));
}
