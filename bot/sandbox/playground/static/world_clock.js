// The sandbox's clock, and whether parcels travel as it runs.

import { el, freshId } from "./dom.js";

const SPEEDS = [1, 60, 1440];
const MEANING = {
  1: "as fast as the real world",
  60: "a minute is an hour",
  1440: "a minute is a day",
};
const TICK = 250;
const REAL =
  "Back to the real time and speed; undoes what happened after it. " +
  "Until it is later than the newest message, new ones keep that one's date";

export function createClock(post) {
  const time = el("time", { class: "world-time" });
  const date = el("span", { class: "world-date" });
  const speeds = SPEEDS.map((speed) => speedButton(speed, post));
  const travel = el("input", { attrs: { type: "checkbox", role: "switch", id: freshId("travel") } });
  const next = el("span", { class: "world-next" });
  let shown = { now: 0, at: 0, speed: 1, change: null };
  let forms = formsIn(undefined);
  let zone;

  travel.addEventListener("change", async () => {
    const is_on = travel.checked;
    if (!(await post({ do: "travel", is_on }))) travel.checked = !is_on;
  });

  /** Without a zone it stays in the one that was named last, at first the browser's own. */
  function setNow(now, timeZone = zone) {
    if (timeZone !== zone) forms = formsIn((zone = timeZone));
    shown = { ...shown, now, at: performance.now() };
    draw();
  }

  function draw() {
    const passed = ((performance.now() - shown.at) / 1000) * shown.speed;
    const now = new Date((shown.now + passed) * 1000);
    if (Number.isNaN(now.getTime())) return;
    say(time, (shown.speed < SPEEDS[2] ? forms.second : forms.hour).format(now));
    say(date, `${forms.day.format(now)} ${forms.year.format(now)}`);
    say(next, nextWords(shown.change, forms));
    time.dateTime = now.toISOString();
  }

  setInterval(() => time.isConnected && draw(), TICK);

  return {
    element: el(
      "section",
      { class: "world-part", attrs: { "aria-label": "Clock" } },
      el("div", { class: "world-row" }, el("p", { class: "world-now" }, time, date)),
      el(
        "div",
        { class: "world-row" },
        el("div", { class: "world-group", attrs: { role: "group", "aria-label": "Speed" } }, speeds),
        el(
          "div",
          { class: "world-group", attrs: { role: "group", "aria-label": "Move the clock" } },
          jump("+1 h", "An hour later", { advance: 3600 }, post),
          jump("+1 day", "A day later", { advance: 86400 }, post),
          jump("Real time", REAL, { reset: true }, post),
        ),
      ),
      el(
        "div",
        { class: "world-row" },
        el("label", { class: "world-switch", attrs: { for: travel.id } }, travel, "Parcels travel by themselves"),
        next,
      ),
    ),
    setNow,
    update(world) {
      const { speed, is_travelling, next_change } = world;
      shown = { ...shown, speed, change: is_travelling ? (next_change ?? "none") : null };
      setNow(world.now);
      for (const button of speeds) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === world.speed));
      }
      travel.checked = world.is_travelling;
    },
  };
}

function speedButton(speed, post) {
  const label = `×${speed}`;
  return el("button", {
    class: "world-button",
    text: label,
    attrs: { type: "button", "aria-pressed": "false", title: `${label}: ${MEANING[speed]}` },
    data: { speed },
    on: { click: () => post({ do: "clock", speed }) },
  });
}

function jump(text, title, wanted, post) {
  return el("button", {
    class: "world-button",
    text,
    attrs: { type: "button", title },
    on: { click: () => post({ do: "clock", ...wanted }) },
  });
}

function nextWords(change, { day, hour }) {
  if (change === null) return "";
  if (change === "none") return "nothing under way";
  const at = new Date(change * 1000);
  return `next ${day.format(at)}, ${hour.format(at)}`;
}

function formsIn(timeZone) {
  const form = (parts) => new Intl.DateTimeFormat("en-GB", { ...parts, timeZone });
  return {
    day: form({ weekday: "short", day: "numeric", month: "short" }),
    year: form({ year: "numeric" }),
    hour: form({ hour: "2-digit", minute: "2-digit" }),
    second: form({ timeStyle: "medium" }),
  };
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
