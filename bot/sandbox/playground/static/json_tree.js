// JSON as a folding tree of text nodes: what is folded away is not drawn, so its size is no matter.

import { append, el } from "./dom.js";

const CHILDREN_AT_ONCE = 200;
const LONG_STRING = 1000;

/** One value of a JSON text, with its key; `element` shows it. */
export class JsonTree {
  #value;
  #keys;
  #children = new Map();
  #inside = null; // where the children go

  constructor(value, key = null, isLast = true) {
    this.#value = value;
    this.#keys = value !== null && typeof value === "object" ? Object.keys(value) : [];
    const label = key === null ? null : [coded("key", JSON.stringify(key)), ": "];
    const comma = isLast ? "" : ",";
    this.element = this.#keys.length
      ? this.#drawFolding(label, comma)
      : el("div", { class: "json-line" }, label, drawPlain(value), comma);
    this.element.tabIndex = -1;
  }

  /** Unfold from the outside in, as long as not many more lines than this are shown. */
  unfold(lines) {
    const queue = [this];
    let left = lines;
    for (const tree of queue) {
      const size = Math.min(tree.#keys.length, CHILDREN_AT_ONCE);
      if (!size || (size > left && tree !== this)) continue;
      left -= size;
      tree.#open();
      queue.push(...tree.#children.values());
    }
    return this;
  }

  /** Mark the place of a JSON pointer, or the nearest one around it. */
  mark(pointer) {
    for (const old of this.element.parentNode.querySelectorAll(".is-marked")) {
      old.classList.remove("is-marked");
    }
    const { element } = this.#find(pointer);
    element.classList.add("is-marked");
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center" });
  }

  /** https://www.rfc-editor.org/rfc/rfc6901 */
  #find(pointer) {
    const steps = pointer.split("/").slice(1);
    let place = this;
    for (const step of steps) {
      const child = place.#child(step.replaceAll("~1", "/").replaceAll("~0", "~"));
      if (!child) break;
      place = child;
    }
    return place;
  }

  #child(key) {
    const at = this.#keys.indexOf(key);
    if (at < 0) return null;
    this.#open();
    while (!this.#children.has(key)) this.#drawMore();
    return this.#children.get(key);
  }

  #drawFolding(label, comma) {
    const isList = Array.isArray(this.#value);
    const [start, end] = isList ? "[]" : "{}";
    const size = this.#keys.length;
    const count = `${grouped(size)} ${isList ? "item" : "key"}${size === 1 ? "" : "s"}`;
    this.#inside = el("div", { class: "json-inside" });
    return el(
      "details",
      { on: { toggle: () => this.element.open && this.#drawFirst() } },
      el(
        "summary",
        { class: "json-line" },
        label,
        start,
        el("span", { class: "json-folded" }, coded("count", ` ${count} `), end, comma),
      ),
      this.#inside,
      el("div", { class: "json-line" }, end, comma),
    );
  }

  #open() {
    this.#drawFirst();
    this.element.open = true;
  }

  #drawFirst() {
    if (!this.#children.size) this.#drawMore();
  }

  #drawMore() {
    this.#inside.querySelector(":scope > .json-more")?.remove();
    const from = this.#children.size;
    for (const key of this.#keys.slice(from, from + CHILDREN_AT_ONCE)) {
      const isLast = this.#children.size === this.#keys.length - 1;
      const shownKey = Array.isArray(this.#value) ? null : key;
      this.#children.set(key, new JsonTree(this.#value[key], shownKey, isLast));
    }
    const drawn = [...this.#children.values()].slice(from).map((child) => child.element);
    const left = this.#keys.length - this.#children.size;
    append(this.#inside, drawn, left > 0 && more(`${grouped(left)} more`, () => this.#drawMore()));
  }
}

function drawPlain(value) {
  if (Array.isArray(value)) return "[]";
  if (value === null) return coded("null", "null");
  if (typeof value === "object") return "{}";
  if (typeof value !== "string") return coded(typeof value, String(value));
  const text = JSON.stringify(value);
  const string = coded("string", text);
  if (text.length <= LONG_STRING) return string;
  string.textContent = text.slice(0, LONG_STRING);
  const rest = more(`… ${grouped(text.length - LONG_STRING)} more characters`, () => {
    string.textContent = text;
    rest.remove();
  });
  return [string, rest];
}

const coded = (kind, text) => el("span", { class: `json-${kind}`, text });

const grouped = (number) => number.toLocaleString("en");

const more = (text, click) =>
  el("button", { class: "json-more", text, attrs: { type: "button" }, on: { click } });
