// What can be broken between Wherebot and the two worlds, what is, and what that means.

import { el, freshId, keyed } from "./dom.js";

const seconds = (count) => `${count} ${count === 1 ? "second" : "seconds"}`;

// A name to choose by, and a sentence; `waits` says that seconds belong to it.
const PARCELLAB = {
  slow: { name: "Slow", waits: true, tells: (s) => `parcelLab answers only after ${seconds(s)}.` },
  hang: { name: "Never answers", tells: () => "parcelLab takes every call and never answers it." },
  429: {
    name: "Too many calls (429)",
    waits: true,
    tells: (s) => `parcelLab refuses every call and asks to wait ${seconds(s)}.`,
  },
  500: { name: "Server error (500)", tells: () => "parcelLab answers every call with an error of its own." },
  502: { name: "Bad gateway (502)", tells: () => "A page of a gateway in front of parcelLab answers instead." },
  drop: { name: "Down", tells: () => "parcelLab is down: every connection ends without an answer." },
  truncated: { name: "Cut off", tells: () => "The connection ends in the middle of parcelLab's answer." },
  half: { name: "Half an answer", tells: () => "parcelLab's answer is complete HTTP, but half the order." },
  missing: { name: "Unknown order", tells: () => "Every order is said to be unknown." },
  garbage: { name: "Maintenance page", tells: () => "A web page comes instead of the order, as if all were well." },
  empty: { name: "Empty answers", tells: () => "parcelLab answers at once, with nothing." },
};
const SLACK = {
  429: {
    name: "Too many calls (429)",
    waits: true,
    tells: (s) => `Slack refuses and asks to wait ${seconds(s)}; nothing has happened.`,
  },
  500: { name: "Server error (500)", tells: () => "Slack answers with an error; nothing has happened." },
  fatal_error: {
    name: "Fatal error",
    tells: () => "Slack answers fatal_error, although it has done what was asked.",
  },
  drop: { name: "Line cut before", tells: () => "The line is cut before Slack has done what was asked." },
  lost: {
    name: "Answer lost",
    tells: () => "Slack does what was asked, but its answer is lost after it took effect.",
  },
  slow: { name: "Slow", waits: true, tells: (s) => `Slack takes ${seconds(s)} for each call.` },
};
const METHODS = { "*": "every call", response_url: "response_url", upload: "file upload" };
const TIMES = [
  ["1", "once"],
  ["3", "3 times"],
  ["", "until repaired"],
];

export function createFaults(post) {
  const active = el("ul", { class: "world-active", attrs: { "aria-label": "Broken now" } });
  const parcellab = form("parcelLab", PARCELLAB, 5, (wanted) => post({ do: "parcellab_fault", ...wanted }));
  const slack = form("Slack", SLACK, 2, (wanted) => post({ do: "slack_fault", ...wanted }), {
    method: select("Which call", [["*", METHODS["*"]]]),
    times: select("How often", TIMES),
  });

  return {
    element: el(
      "section",
      { class: "world-part", attrs: { "aria-label": "Faults" } },
      active,
      parcellab.element,
      slack.element,
    ),
    update({ faults, fault_kinds, slack_methods }) {
      parcellab.offer(fault_kinds.parcellab);
      slack.offer(fault_kinds.slack);
      fill(slack.fields.method, slack_methods.map((name) => [name, METHODS[name] ?? name]));
      const now = [
        ...(faults.parcellab ? [{ side: "parcelLab", ...faults.parcellab }] : []),
        ...faults.slack.map((fault) => ({ side: "Slack", ...fault })),
      ];
      keyed(active, now, ({ side, method, ...more }) => `${side} ${method} ${JSON.stringify(more)}`, (fault, old) => old ?? row(fault, post));
      active.hidden = now.length === 0;
    },
  };
}

function row(fault, post) {
  const isSlack = fault.side === "Slack";
  const { name, tells } = known(isSlack ? SLACK : PARCELLAB, fault.kind);
  const call = METHODS[fault.method] ?? fault.method;
  const often = fault.times ? `${fault.times}× more` : "until repaired";
  const repair = isSlack
    ? { do: "slack_fault", kind: null, method: fault.method }
    : { do: "parcellab_fault", kind: null };
  return el(
    "li",
    { class: "world-fault" },
    el(
      "div",
      {},
      el("strong", { text: [fault.side, name].join(": ") }),
      el("small", { text: isSlack ? `${call} · ${often}` : "" }),
      el("p", { text: tells(fault.seconds) }),
    ),
    el("button", {
      class: "world-button",
      text: "Repair",
      attrs: { type: "button", "aria-label": `Repair ${fault.side}: ${name}` },
      on: { click: () => post(repair) },
    }),
  );
}

function form(side, kinds, usual, send, more = {}) {
  const kind = select(`How ${side} breaks`, []);
  const wait = el("input", {
    class: "world-field world-seconds",
    attrs: { type: "number", min: 0, max: 3600, step: "any", required: true, "aria-label": "Seconds" },
    props: { value: String(usual) },
  });
  const unit = el("span", { class: "world-unit", text: "s", attrs: { "aria-hidden": "true" } });
  const meaning = el("p", { class: "world-meaning", attrs: { id: freshId("meaning") } });
  kind.setAttribute("aria-describedby", meaning.id);

  function explain() {
    const { waits, tells } = known(kinds, kind.value);
    for (const each of [wait, unit]) each.hidden = !waits;
    wait.disabled = !waits;
    meaning.textContent = tells(Number(wait.value) || 0);
  }
  kind.addEventListener("change", explain);
  wait.addEventListener("input", explain);

  function submit(event) {
    event.preventDefault();
    const wanted = { kind: kind.value, seconds: Number(wait.value) };
    if (more.method) wanted.method = more.method.value;
    if (more.times) wanted.times = more.times.value ? Number(more.times.value) : null;
    send(wanted);
  }

  const button = el("button", {
    class: "world-button is-danger",
    text: "Break",
    attrs: { type: "submit", "aria-label": `Break ${side}` },
  });
  const element = el(
    "form",
    { class: "world-form", attrs: { "aria-label": `Break ${side}` }, on: { submit } },
    el("h3", { text: side }),
    more.method && el("div", { class: "world-fields" }, kind, wait, unit),
    el("div", { class: "world-fields" }, more.method ? [more.method, more.times] : [kind, wait, unit], button),
    meaning,
  );
  return {
    element,
    fields: more,
    offer(names) {
      if (fill(kind, names.map((name) => [name, known(kinds, name).name]))) explain();
    },
  };
}

/** Gives a select its options once; whether it had none before. */
function fill(list, options) {
  if (list.options.length >= options.length) return false;
  list.replaceChildren(...options.map(([value, text]) => el("option", { text, attrs: { value } })));
  return true;
}

function select(label, options) {
  const list = el("select", { class: "world-field", attrs: { "aria-label": label } });
  fill(list, options);
  return list;
}

function known(kinds, kind) {
  return kinds[kind] ?? { name: String(kind), tells: () => "" };
}
