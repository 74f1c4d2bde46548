// Date and time pickers; dates are `YYYY-MM-DD`, times `HH:mm`, moments Unix seconds.

import { el, freshId } from "./dom.js";
import { formatted, isoDay } from "./dates.js";
import { plain } from "./mrkdwn.js";
import { popup } from "./popup.js";
import { ariaOf, comboBox } from "./select.js";

const DAY_MS = 86_400_000;
const utc = (day) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);
const inUtc = (day, options, ctx) => formatted(utc(day) / 1000, { ...options, timeZone: "UTC" }, ctx);

function moved(day, { days = 0, months = 0 }) {
  if (!months) return dayOf(utc(day) + days * DAY_MS);
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

function prompt(element, ctx, otherwise) {
  return element.placeholder ? el("span", {}, plain(element.placeholder.text, ctx)).textContent : otherwise;
}

export function drawDate(element, port) {
  return datePart(port, {
    placeholder: prompt(element, port.ctx, "Select a date"),
    day: port.kept()?.selected_date ?? null,
    onPick: (day) => port.choose({ selected_date: day }),
  });
}

export function drawTime(element, port) {
  return timePart(port, {
    placeholder: prompt(element, port.ctx, "Select a time"),
    time: port.kept()?.selected_time ?? null,
    onPick: (time) => port.choose({ selected_time: time, ...(element.timezone ? { timezone: element.timezone } : {}) }),
  });
}

export function drawDateTime(element, port) {
  const { ctx } = port;
  const kept = port.kept()?.selected_date_time ?? null;
  const chosen = { day: kept === null ? null : isoDay(kept, ctx), time: kept === null ? null : clockOf(kept, ctx) };
  const take = (part) => {
    Object.assign(chosen, part);
    if (!chosen.day || !chosen.time) return Promise.resolve(true);
    return port.choose({ selected_date_time: momentOf(chosen, ctx) });
  };
  return el("div", { class: "bk-date-time", attrs: { role: "group", ...ariaOf(port.marks), "aria-required": null, "aria-invalid": null } }, 
    datePart(port, { placeholder: "Select a date", day: chosen.day, onPick: (day) => take({ day }) }),
    timePart(port, { placeholder: "Select a time", time: chosen.time, onPick: (time) => take({ time }) }),
  );
}

/** `HH:mm` of a moment where the viewer is. */
function clockOf(ts, ctx) {
  return formatted(ts, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, { viewer: { ...ctx.viewer, locale: "en-GB" } });
}

// The zone's offset is found by looking at what a first guess reads there.
function momentOf({ day, time }, ctx) {
  const wanted = Date.parse(`${day}T${time}:00Z`) / 1000;
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) {
    const read = Date.parse(`${isoDay(guess, ctx)}T${clockOf(guess, ctx)}:00Z`) / 1000;
    guess += wanted - read;
  }
  return guess;
}

function datePart(port, { placeholder, day, onPick }) {
  const { ctx } = port;
  let chosen = day;
  const valueId = freshId("value");
  const words = el("span", { attrs: { id: valueId } });
  const button = el("button", {
    class: "bk-pick",
    attrs: {
      type: "button", "aria-haspopup": "dialog", ...ariaOf(port.marks), "aria-required": null, "aria-invalid": null,
      "aria-labelledby": port.marks.labelledBy ? `${port.marks.labelledBy} ${valueId}` : null,
    },
  }, el("span", { class: "bk-pick-sign", text: "📅", attrs: { "aria-hidden": "true" } }), words);
  const panel = el("div", { class: "bk-calendar", attrs: { role: "dialog", "aria-label": placeholder } });
  const shown = popup(button, panel);
  const tell = () => {
    words.textContent = chosen ? inUtc(chosen, { dateStyle: "medium" }, ctx) : placeholder;
    button.classList.toggle("bk-pick-empty", !chosen);
  };
  const shut = () => (shown.close(), button.focus());
  const pick = async (picked) => {
    shut();
    if (await onPick(picked)) chosen = picked;
    tell();
  };
  const show = (focused) => {
    panel.replaceChildren(...calendar({ focused, chosen, ctx, show, pick }));
    shown.open();
    shown.place();
    panel.querySelector("[tabindex='0']")?.focus();
  };
  button.addEventListener("click", () => (shown.isOpen() ? shown.close() : show(chosen ?? isoDay(ctx.now, ctx))));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    shut();
  });
  panel.addEventListener("focusout", (event) => event.relatedTarget && !panel.contains(event.relatedTarget) && event.relatedTarget !== button && shown.close());
  tell();
  return el("div", { class: "bk-date-part" }, button, panel);
}

const STEPS = {
  ArrowLeft: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { days: -7 }, ArrowDown: { days: 7 },
  PageUp: { months: -1 }, PageDown: { months: 1 },
};

// 0 is Sunday; Monday where the browser does not know the viewer's custom.
function firstWeekday({ viewer }) {
  try {
    const locale = new Intl.Locale(viewer.locale.replace("_", "-"));
    return ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1) % 7;
  } catch {
    return 1;
  }
}

function calendar({ focused, chosen, ctx, show, pick }) {
  const first = `${focused.slice(0, 8)}01`;
  const begin = moved(first, { days: -((new Date(utc(first)).getUTCDay() - firstWeekday(ctx) + 7) % 7) });
  const days = Array.from({ length: 42 }, (_, at) => moved(begin, { days: at }));
  const today = isoDay(ctx.now, ctx);
  const cell = (day) => el("td", { attrs: { "aria-selected": String(day === chosen) } }, el("button", {
    class: ["bk-day", day.slice(0, 7) !== focused.slice(0, 7) && "bk-day-other"],
    text: Number(day.slice(8)),
    attrs: { type: "button", tabindex: day === focused ? "0" : "-1", "aria-label": inUtc(day, { dateStyle: "full" }, ctx), "aria-current": day === today ? "date" : null },
    data: { day },
    on: {
      click: () => pick(day),
      keydown: (event) => {
        const step = STEPS[event.key];
        if (!step) return;
        event.preventDefault();
        show(moved(day, step));
      },
    },
  }));
  const turn = (text, label, step) => el("button", { class: "bk-icon-button", text, attrs: { type: "button", "aria-label": label }, on: { click: () => show(moved(focused, step)) } });
  const weeks = Array.from({ length: 6 }, (_, week) => el("tr", {}, days.slice(week * 7, week * 7 + 7).map(cell)));
  return [
    el("div", { class: "bk-calendar-head" },
      turn("‹", "Month before", { months: -1 }),
      el("strong", { text: inUtc(first, { month: "long", year: "numeric" }, ctx), attrs: { "aria-live": "polite" } }),
      turn("›", "Month after", { months: 1 })),
    el("table", { class: "bk-days", attrs: { role: "grid" } },
      el("thead", {}, el("tr", {}, days.slice(0, 7).map((day) => el("th", { text: inUtc(day, { weekday: "narrow" }, ctx), attrs: { scope: "col", abbr: inUtc(day, { weekday: "long" }, ctx) } })))),
      el("tbody", {}, weeks)),
  ];
}

// Every half hour to choose from, any minute by typing ("9:41", "941", "9.41 pm").
function timePart(port, { placeholder, time, onPick }) {
  const { ctx } = port;
  const item = (value) => ({ key: value, value, text: formatted(Date.parse(`2000-01-01T${value}:00Z`) / 1000, { timeStyle: "short", timeZone: "UTC" }, ctx), description: "" });
  const halves = Array.from({ length: 48 }, (_, at) => item(`${String(at >> 1).padStart(2, "0")}:${at % 2 ? "30" : "00"}`));
  const load = (query) => {
    const typed = timeIn(query);
    const starts = halves.filter((one) => one.text.toLowerCase().includes(query.toLowerCase()));
    const items = typed ? [item(typed), ...starts.filter((one) => one.key !== typed)] : starts;
    return [{ label: "", items }];
  };
  return comboBox({
    placeholder,
    load,
    chosen: time ? [item(time)] : [],
    isClearable: port.isOptional,
    onChange: ([picked]) => onPick(picked?.value ?? null),
    marks: port.marks,
  });
}

function timeIn(text) {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?(?:m\.?)?$/i.exec(text.trim());
  if (!found) return null;
  const [, hours, minutes = "00", half] = found;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : Number(hours);
  return hour < 24 && Number(minutes) < 60 ? `${String(hour).padStart(2, "0")}:${minutes}` : null;
}
