// The inspector: every exchange between Slack and the app, one line each, the newest at the bottom.

import { el } from "./dom.js";
import { Entry, hasFailed, smallButton } from "./inspector_entry.js";

const FILTERS = {
  all: ["All", () => true],
  to_app: ["To the app", ({ kind }) => kind === "to_app"],
  from_app: ["From the app", ({ kind }) => kind === "from_app"],
  failures: ["Failures", hasFailed],
};
const NOTHING = "Nothing yet: what the app is told and every call it makes will stand here.";
const MAX_ENTRIES = 2000; // as many as the sandbox keeps
const END_PIXELS = 24; // so near to the end is at the end

/**
 * A section over the journal. `fetchJournal(since)` → {entries, next}; `copy(text)` and
 * `openUrl(url)` do what their names say. `focus(id)` opens the entry of this id.
 */
export function createInspector({ fetchJournal, copy, openUrl }) {
  const inspector = new Inspector(fetchJournal, { copy, openUrl });
  return {
    element: inspector.element,
    update: () => inspector.update(),
    focus: (id) => inspector.focus(id),
  };
}

class Inspector {
  #fetchJournal;
  #outside;
  #entries = new Map(); // by id
  #next = 0;
  #clearedId = -Infinity; // nothing up to here is shown
  #fetching = null;
  #isStale = false;
  #isFollowing = true;
  #place = 0; // in pixels, when not following
  #unseen = 0;
  #wanted = "all";
  #stop = null; // the line that Tab reaches

  constructor(fetchJournal, outside) {
    this.#fetchJournal = fetchJournal;
    this.#outside = outside;
    this.search = el("input", {
      class: "inspector-search",
      attrs: { type: "search", placeholder: "Search", "aria-label": "Search the exchanges" },
      on: { input: () => this.#sift() },
    });
    this.count = el("span", { class: "inspector-count" });
    this.list = el("ol", {
      class: "inspector-list",
      attrs: { "aria-label": "Exchanges, newest last; arrow keys go from one to the next" },
      on: {
        scroll: () => this.#noteScroll(),
        keydown: (event) => this.#walk(event),
        focusin: ({ target }) => target.matches(".inspector-line") && this.#makeStop(target),
      },
    });
    this.nothing = el("p", { class: "inspector-nothing" });
    this.newest = smallButton("", () => this.#follow());
    this.newest.classList.add("inspector-newest");
    this.element = this.#draw();
    new ResizeObserver(() => this.#stay()).observe(this.list);
    this.#sift();
    this.#tellUnseen(0);
  }

  #draw() {
    const choices = Object.entries(FILTERS).map(([value, [label]]) => {
      const checked = value === this.#wanted;
      const on = { change: () => this.#choose(value) };
      const props = { type: "radio", name: "inspector-filter", value, checked };
      return el("label", {}, el("input", { props, on }), el("span", { text: label }));
    });
    const attrs = { role: "radiogroup", "aria-label": "Which exchanges" };
    const bar = [
      el("h2", { text: "Inspector" }),
      this.count,
      el("div", { class: "inspector-filters", attrs }, choices),
      this.search,
      smallButton("Clear", () => this.#clear(), "Take away what is shown so far"),
    ];
    return el(
      "section",
      { class: "inspector", attrs: { "aria-label": "Inspector" } },
      el("div", { class: "inspector-bar" }, bar),
      el("div", { class: "inspector-room" }, this.list, this.nothing, this.newest),
    );
  }

  /** Show what is new; asked again meanwhile, it looks once more. */
  update() {
    this.#isStale = true; // for the fetch under way, if there is one
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  async #fetch() {
    do {
      this.#isStale = false;
      const told = await this.#fetchJournal(this.#next).catch(() => null);
      if (!told) return; // the line is down: the next update asks again
      const { entries, next } = told;
      if (next < this.#next) return this.#startAnew();
      this.#next = next;
      this.#show(entries.filter(({ id }) => id > this.#clearedId));
    } while (this.#isStale);
  }

  /** The sandbox was started again: its journal is another one. */
  #startAnew() {
    this.#clear();
    this.#clearedId = -Infinity;
    this.#next = 0;
    return this.#fetch();
  }

  #show(told) {
    const fresh = [];
    for (const one of told) {
      const known = this.#entries.get(one.id);
      if (known) known.tell(one);
      else fresh.push(this.#add(one));
    }
    this.list.append(...fresh.map(({ element }) => element));
    this.#dropOldest();
    this.#sift();
    if (this.#isFollowing) this.#follow();
    else this.#tellUnseen(this.#unseen + fresh.filter(({ element }) => !element.hidden).length);
  }

  #dropOldest() {
    const tooMany = Math.max(0, this.#entries.size - MAX_ENTRIES);
    for (const [id, { element }] of [...this.#entries].slice(0, tooMany)) {
      this.#entries.delete(id);
      element.remove();
    }
  }

  #add(told) {
    const entry = new Entry(told, this.#outside, () => this.#noteScroll());
    this.#entries.set(told.id, entry);
    return entry;
  }

  /** Open this entry and go to it, whatever was filtered. */
  async focus(id) {
    await this.update();
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (entry.element.hidden) {
      this.search.value = "";
      this.element.querySelector("input[value=all]").checked = true;
      this.#choose("all");
    }
    entry.open();
    entry.line.focus();
    entry.element.scrollIntoView({ block: "nearest" });
    this.#noteScroll();
  }

  #choose(wanted) {
    this.#wanted = wanted;
    this.#sift();
    if (this.#isFollowing) this.#follow();
  }

  #sift() {
    const words = this.search.value.trim().toLowerCase();
    const [, isWanted] = FILTERS[this.#wanted];
    let shown = 0;
    for (const entry of this.#entries.values()) {
      entry.element.hidden = !(isWanted(entry.told) && entry.holds(words));
      shown += entry.element.hidden ? 0 : 1;
    }
    const total = this.#entries.size;
    this.count.textContent = shown === total ? total : `${shown} of ${total}`;
    this.nothing.hidden = shown > 0;
    this.nothing.textContent = total ? "No exchange is like that." : NOTHING;
    this.#keepStop();
  }

  #clear() {
    this.#clearedId = Math.max(this.#clearedId, ...this.#entries.keys());
    this.#entries.clear();
    this.list.replaceChildren();
    this.#sift();
    this.#follow();
  }

  // Scrolling

  #noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (!clientHeight) return; // not shown at all
    this.#place = scrollTop;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < END_PIXELS;
    if (this.#isFollowing) this.#tellUnseen(0);
  }

  /** Shown again, or of another size: the place in the list stays. */
  #stay() {
    if (this.#isFollowing) this.#follow();
    else this.list.scrollTop = this.#place;
  }

  #follow() {
    this.#isFollowing = true;
    this.list.scrollTop = this.list.scrollHeight;
    this.#tellUnseen(0);
  }

  #tellUnseen(number) {
    this.#unseen = number;
    this.newest.hidden = number === 0;
    this.newest.textContent = `${number} new ↓`;
  }

  // Keyboard: the list is one stop for Tab, arrows go from line to line.

  #walk(event) {
    const lines = this.#shownLines();
    const here = lines.indexOf(event.target);
    const steps = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: lines.length - 1 };
    const line = here < 0 ? null : lines[steps[event.key]];
    if (!line) return;
    event.preventDefault();
    line.focus();
  }

  #makeStop(line) {
    if (this.#stop) this.#stop.tabIndex = -1;
    this.#stop = line;
    if (line) line.tabIndex = 0;
  }

  #keepStop() {
    const lines = this.#shownLines();
    const isKept = this.list.contains(document.activeElement) || !this.#isFollowing;
    if (!isKept || !lines.includes(this.#stop)) this.#makeStop(lines.at(-1));
  }

  #shownLines() {
    return [...this.#entries.values()].filter(({ element }) => !element.hidden).map(({ line }) => line);
  }
}
