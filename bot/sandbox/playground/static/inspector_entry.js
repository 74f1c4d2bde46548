// One entry of the inspector: its line, and below it, while it is open, all there is to know.

import { announce, el, fragment } from "./dom.js";
import { JsonTree } from "./json_tree.js";

const BUILDER = "https://app.slack.com/block-kit-builder/#";
const BUILDER_HINT =
  "Slack's own page, in a new tab. What is shown here leaves this machine, in the fragment of " +
  "that address, only when you open it.";
const VIEW_PARTS = ["type", "title", "submit", "close", "blocks"];
const LINES_AT_FIRST = 120;
const WAYS = { to_app: ["→", "To the app: "], from_app: ["←", "From the app: "] };
const SIDES = {
  to_app: { payload: "Slack sent", ack: "The app acknowledged" },
  from_app: { arguments: "The app sent", answer: "Slack answered" },
};
const JUDGED = { to_app: "ack", from_app: "arguments" }; // the side that findings point into
const FAULTS = {
  429: "Slack answered “too many requests”, and the call had no effect.",
  500: "Slack answered “internal error”, and the call had no effect.",
  drop: "Slack closed the connection before the call took effect.",
  lost: "The call took effect, but Slack's answer was lost.",
  slow: "Slack let the app wait for the answer.",
};
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** Whether something about the entry went wrong. */
export const hasFailed = ({ error, fault, findings }) => Boolean(error || fault || findings.length);

/** One entry; `resized()` is told when it was opened or closed. */
export class Entry {
  #outside;
  #resized;
  #body = null;
  #haystack = null;

  constructor(told, outside, resized) {
    this.#outside = outside;
    this.#resized = resized;
    this.line = el("button", {
      class: "inspector-line",
      attrs: { type: "button", "aria-expanded": "false", tabindex: "-1" },
      on: { click: () => this.#toggle() },
    });
    this.element = el("li", { data: { entry: told.id, kind: told.kind } }, this.line);
    this.tell(told);
  }

  /** Show what is known of the entry now. */
  tell(told) {
    this.told = told;
    this.#haystack = null;
    this.element.classList.toggle("has-failed", hasFailed(told));
    this.line.replaceChildren(drawLine(told));
    if (this.#body) this.#draw();
  }

  /** Whether these characters stand anywhere in the entry; `words` is in lower case. */
  holds(words) {
    if (!words) return true;
    this.#haystack ??= JSON.stringify(this.told).toLowerCase();
    return this.#haystack.includes(words);
  }

  open() {
    if (!this.#body) this.#draw();
  }

  #toggle() {
    if (this.#body) this.#close();
    else this.#draw();
    this.element.scrollIntoView({ block: "nearest" });
    this.#resized();
  }

  #draw() {
    const body = drawBody(this.told, this.#outside);
    if (this.#body) this.#body.replaceWith(body);
    else this.element.append(body);
    this.#body = body;
    this.line.setAttribute("aria-expanded", "true");
  }

  #close() {
    this.#body.remove();
    this.#body = null;
    this.line.setAttribute("aria-expanded", "false");
  }
}

/** A small button of the inspector. */
export const smallButton = (text, click, title) =>
  el("button", { class: "inspector-button", text, attrs: { type: "button", title }, on: { click } });

// The line

function drawLine(told) {
  const [arrow, words] = WAYS[told.kind];
  const { length } = told.findings;
  const at = new Date(told.at * 1000);
  const marks = [
    length > 0 && chip(`${length} finding${length === 1 ? "" : "s"}`, "is-wrong"),
    told.fault && chip(`fault: ${told.fault}`, "is-fault"),
    told.attempts > 1 && chip(`${told.attempts} attempts`),
    told.error && chip(told.error, "is-wrong"),
  ];
  return fragment(
    el("span", { class: "inspector-way", text: arrow, attrs: { "aria-hidden": "true" } }),
    el("span", { class: "visually-hidden", text: words }),
    el("span", { class: "inspector-title", text: told.title, attrs: { title: told.title } }),
    told.kind === "to_app" && drawAck(told),
    el("time", { text: clock.format(at), attrs: { datetime: at.toISOString() } }),
    el("span", { class: "inspector-marks" }, marks),
  );
}

const chip = (text, kind) => el("span", { class: ["inspector-chip", kind], text });

function drawAck({ ack_ms: ms, error }) {
  if (ms === null) return error ? null : el("span", { class: "inspector-ack", text: "waiting …" });
  const speed = ms < 500 ? "is-good" : ms < 3000 ? "is-slow" : "is-late";
  const text = `${Math.round(ms).toLocaleString("en")} ms`;
  return el("span", { class: ["inspector-ack", speed], text, attrs: { title: "Acknowledged after" } });
}

// The body

function drawBody(told, outside) {
  const trees = {};
  const sides = Object.entries(SIDES[told.kind]).map(([side, label]) => {
    const value = told[side] ?? "";
    if (value === "") return el("p", { class: "inspector-nothing", text: `${label}: nothing` });
    trees[side] = new JsonTree(value).unfold(LINES_AT_FIRST);
    return drawSide(label, value, trees[side], outside);
  });
  const mark = (pointer) => trees[JUDGED[told.kind]]?.mark(pointer);
  return el("div", { class: "inspector-more" }, drawFacts(told), drawFindings(told, mark), sides);
}

function drawFacts({ id, at, transport, method, status, attempts, fault }) {
  const facts = [`No. ${id}`, clock.format(at * 1000), transport ?? method];
  if (status) facts.push(`HTTP ${status}`);
  if (attempts > 0) facts.push(attempts === 1 ? "1 attempt" : `${attempts} attempts`);
  if (attempts === 0) facts.push("never told to the app");
  return [
    el("p", { class: "inspector-facts", text: facts.join(" · ") }),
    fault && el("p", { class: "inspector-fault", text: `Broken on purpose: ${FAULTS[fault] ?? fault}` }),
  ];
}

function drawFindings({ findings }, mark) {
  if (!findings.length) return null;
  const items = findings.map(({ pointer, message }) => {
    const place = smallButton(pointer || "the whole", () => mark(pointer), "Show the place");
    place.classList.add("inspector-pointer");
    return el("li", {}, place, " ", el("span", { text: message, attrs: { dir: "auto" } }));
  });
  return [
    el("h3", { text: "Findings" }),
    el("ul", { class: "inspector-findings", attrs: { "aria-label": "Findings" } }, items),
  ];
}

function drawSide(label, value, tree, { copy, openUrl }) {
  return el(
    "section",
    { class: "inspector-side", attrs: { "aria-label": label } },
    el(
      "header",
      {},
      el("h3", { text: label }),
      drawBuilderLink(value, openUrl),
      drawCopier(value, copy),
    ),
    el("div", { class: "json-tree" }, tree.element),
  );
}

function drawCopier(value, copy) {
  const say = (text) => {
    announce(text);
    button.textContent = text;
    setTimeout(() => (button.textContent = "Copy"), 1500);
  };
  const button = smallButton("Copy", async () => {
    try {
      await copy(JSON.stringify(value, null, 2));
      say("Copied");
    } catch {
      say("Not copied");
    }
  });
  return button;
}

function drawBuilderLink(value, openUrl) {
  const content = buildable(value);
  if (!content) return null;
  const href = BUILDER + encodeURIComponent(JSON.stringify(content));
  const click = (event) => {
    event.preventDefault();
    openUrl(href);
  };
  const attrs = { href, target: "_blank", rel: "noopener noreferrer", title: BUILDER_HINT };
  return el("a", { text: "Open in Block Kit Builder", attrs, on: { click } });
}

/** What the builder takes: a view, or the blocks of a message as {"blocks": […]}. */
function buildable({ view, message, blocks }) {
  if (view?.blocks?.length) {
    return Object.fromEntries(VIEW_PARTS.filter((part) => view[part]).map((part) => [part, view[part]]));
  }
  const shown = blocks ?? message?.blocks;
  return shown?.length ? { blocks: shown } : null;
}
