// One list to choose from, by typing and by keyboard (the combobox pattern of WAI-ARIA APG).

import { announce, el, freshId, setAttribute } from "./dom.js";
import { popup } from "./popup.js";

const DEBOUNCE_MS = 200;

/**
 * A combobox. `load(query)` answers groups `[{label, items: [{key, text, description, draw}]}]`,
 * at once or as a promise; `onChange(items)` answers whether the choice was taken.
 */
export function comboBox({ load, chosen, onChange, placeholder, isMulti = false, max = Infinity, minLength = 0, isRemote = false, isClearable = false, marks = {} }) {
  const listId = freshId("list");
  const input = el("input", {
    class: "bk-combo-input",
    attrs: {
      role: "combobox", type: "text", autocomplete: "off", spellcheck: "false", dir: "auto",
      "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": listId, ...ariaOf(marks),
      "aria-label": marks.labelledBy ? null : marks.label || placeholder,
    },
  });
  const list = el("div", {
    class: "bk-list",
    attrs: { id: listId, role: "listbox", "aria-label": placeholder, "aria-multiselectable": isMulti ? "true" : null },
    on: { mousedown: (event) => event.preventDefault() }, // the input keeps the focus, also when the scrollbar is pressed
  });
  const chips = el("ul", { class: "bk-chips", attrs: { "aria-label": "Chosen" } });
  const clear = el("button", { class: "bk-clear", text: "✕", attrs: { type: "button", "aria-label": "Clear", hidden: true }, on: { click: () => pick(null) } });
  const box = el("div", { class: ["bk-combo", isMulti && "bk-combo-multi"] }, isMulti && chips, input, clear, list);
  const shown = popup(input, list, { onClose: settle });
  let items = chosen; // what stands
  let draft = chosen; // what a list that is still open would make of it
  let rows = [];
  let active = -1;
  let asked = 0;
  let timer = 0;

  function redraw() {
    const text = isMulti ? "" : (draft[0]?.text ?? "");
    if (input.value !== text) input.value = text;
    input.placeholder = isMulti && draft.length ? "" : placeholder;
    setAttribute(clear, "hidden", !isClearable || isMulti || !draft.length);
    if (isMulti) chips.replaceChildren(...draft.map(chipOf));
  }

  function chipOf(item) {
    const remove = el("button", { class: "bk-chip-remove", text: "✕", attrs: { type: "button", "aria-label": `Remove ${item.text}` } });
    remove.addEventListener("click", () => {
      draft = draft.filter((one) => one.key !== item.key);
      redraw();
      input.focus();
      if (!shown.isOpen()) settle();
      else mark();
    });
    return el("li", { class: "bk-chosen", attrs: { dir: "auto" } }, el("span", {}, item.draw?.() ?? item.text), remove);
  }

  function open() {
    if (input.disabled || shown.isOpen()) return;
    shown.open();
    search("");
  }

  function search(query) {
    clearTimeout(timer);
    const mine = ++asked;
    if (query.length < minLength) return say(`Type at least ${minLength} character${minLength > 1 ? "s" : ""}`);
    if (!isRemote) return fill(load(query));
    say("Loading …", "bk-loading");
    timer = setTimeout(async () => {
      try {
        const groups = await load(query);
        if (mine === asked) fill(groups);
      } catch (wrong) {
        if (mine === asked) say(`Could not load results (${wrong.message})`, "bk-failed");
      }
    }, query ? DEBOUNCE_MS : 0);
    return undefined;
  }

  function say(text, look = "") {
    rows = [];
    activate(-1);
    list.replaceChildren(el("div", { class: ["bk-list-note", look], attrs: { role: "option", "aria-disabled": "true", "aria-selected": "false" }, text }));
    announce(text);
    shown.place();
  }

  function fill(groups) {
    rows = [];
    const parts = groups.filter((group) => group.items.length).map((group) => {
      const options = group.items.map(optionOf);
      if (!group.label) return options;
      const id = freshId("group");
      return el("div", { attrs: { role: "group", "aria-labelledby": id } }, el("div", { class: "bk-group-label", text: group.label, attrs: { id, dir: "auto" } }), options);
    });
    if (!rows.length) return say("No results");
    list.replaceChildren(...parts.flat());
    mark();
    const at = rows.findIndex((row) => draft.some((one) => one.key === row.item.key));
    activate(isMulti ? 0 : Math.max(0, at));
    shown.place();
    return undefined;
  }

  function optionOf(item) {
    const option = el("div", {
      class: "bk-option",
      attrs: { id: freshId("option"), role: "option", dir: "auto" },
      data: { value: item.key },
      on: { click: () => pick(item), mousemove: () => activate(rows.findIndex((row) => row.item === item), false) },
    }, el("span", { class: "bk-option-text" }, item.draw?.() ?? item.text), item.description && el("span", { class: "bk-option-more", text: item.description }));
    rows.push({ item, option });
    return option;
  }

  function mark() {
    for (const { item, option } of rows) {
      const isChosen = draft.some((one) => one.key === item.key);
      option.setAttribute("aria-selected", String(isChosen));
      setAttribute(option, "aria-disabled", isMulti && !isChosen && draft.length >= max ? "true" : null);
    }
  }

  function activate(at, scrolls = true) {
    rows[active]?.option.classList.remove("bk-active");
    active = at;
    const row = rows[active];
    setAttribute(input, "aria-activedescendant", row?.option.id);
    row?.option.classList.add("bk-active");
    if (row && scrolls) row.option.scrollIntoView({ block: "nearest" });
  }

  function pick(item) {
    if (!isMulti) {
      draft = item ? [item] : [];
      redraw();
      if (shown.isOpen()) shown.close();
      else settle();
      return;
    }
    const has = draft.some((one) => one.key === item.key);
    if (!has && draft.length >= max) return announce(`You can choose up to ${max}`);
    draft = has ? draft.filter((one) => one.key !== item.key) : [...draft, item];
    redraw();
    mark();
    shown.place();
  }

  async function settle() {
    clearTimeout(timer);
    asked += 1;
    redraw();
    const isSame = draft.length === items.length && draft.every((one, at) => one.key === items[at].key);
    if (isSame) return;
    const wanted = draft;
    if (await onChange(wanted)) items = wanted;
    else draft = items;
    redraw();
  }

  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!shown.isOpen()) open();
      else if (rows.length) activate((active + step + rows.length) % rows.length);
    } else if (event.key === "Enter") {
      event.preventDefault(); // it would submit a modal
      if (!shown.isOpen()) open();
      else if (rows[active]) pick(rows[active].item);
    } else if (event.key === "Escape" && shown.isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      draft = isMulti ? draft : items;
      shown.close();
    } else if (event.key === "Backspace" && isMulti && !input.value && draft.length) {
      draft = draft.slice(0, -1);
      redraw();
      if (shown.isOpen()) mark();
      else settle();
    }
  }

  input.addEventListener("keydown", onKey);
  input.addEventListener("click", open);
  input.addEventListener("focus", () => isMulti || input.select());
  input.addEventListener("blur", () => shown.close());
  input.addEventListener("input", () => {
    shown.open();
    search(input.value.trim());
  });
  redraw();
  return box;
}

/** ARIA attributes that tie a control to its label, hint and error. */
export function ariaOf({ labelledBy, describedBy, isInvalid, isRequired }) {
  return {
    "aria-labelledby": labelledBy,
    "aria-describedby": describedBy,
    "aria-invalid": isInvalid ? "true" : null,
    "aria-required": isRequired ? "true" : null,
  };
}

/** Groups whose items hold `query`. */
export function filtered(groups, query) {
  const wanted = query.toLocaleLowerCase();
  const holds = (item) => `${item.text} ${item.description ?? ""}`.toLocaleLowerCase().includes(wanted);
  return groups.map((group) => ({ ...group, items: group.items.filter(holds) }));
}
