// The sandbox's clock, and whether parcels travel as it runs.

import { el, freshId } from "./dom.js";

const SPEEDS = [1, 60, 1440];
const MEANING = {
  1: "as fast as the real world",
  60: "a minute is an hour",
  1440: "a minute is a day",
};
const TICK = 250;
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const YEAR = new Intl.DateTimeFormat("en-GB", { year: "numeric" });
const HOUR = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const SECOND = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

export function createClock(post) {
  const time = el("time", { class: "world-time" });
  const date = el("span", { class: "world-date" });
  const speeds = SPEEDS.map((speed) => speedButton(speed, post));
  const travel = el("input", { attrs: { type: "checkbox", role: "switch", id: freshId("travel") } });
  const next = el("span", { class: "world-next" });
  let shown = { now: 0, at: 0, speed: 1 };

  travel.addEventListener("change", async () => {
    const is_on = travel.checked;
    if (!(await post({ do: "travel", is_on }))) travel.checked = !is_on;
  });

  function setNow(now) {
    shown = { ...shown, now, at: performance.now() };
    draw();
  }

  function draw() {
    const passed = ((performance.now() - shown.at) / 1000) * shown.speed;
    const now = new Date((shown.now + passed) * 1000);
    if (Number.isNaN(now.getTime())) return;
    say(time, (shown.speed < SPEEDS[2] ? SECOND : HOUR).format(now));
    say(date, `${DAY.format(now)} ${YEAR.format(now)}`);
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
          jump("Real time", "Back to the real time and speed; undoes what happened after it", { reset: true }, post),
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
      shown.speed = world.speed;
      setNow(world.now);
      for (const button of speeds) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === world.speed));
      }
      travel.checked = world.is_travelling;
      say(next, nextWords(world));
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

function nextWords({ is_travelling, next_change }) {
  if (!is_travelling) return "";
  if (!next_change) return "nothing under way";
  const at = new Date(next_change * 1000);
  return `next ${DAY.format(at)}, ${HOUR.format(at)}`;
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
