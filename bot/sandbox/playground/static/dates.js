// Slack's date tokens (docs.slack.dev/messaging/formatting-message-text, "Date formatting").

const DAY = 86400;
const HALF_YEAR = 182 * DAY;

const DATE = { day: "numeric", month: "long" };
const SHORT = { day: "numeric", month: "short" };
const LONG = { ...DATE, weekday: "long" };
const YEAR = { year: "numeric" };

/** An Intl formatter's text in the viewer's language and zone. */
export function formatted(ts, options, ctx) {
  return formatter(options, ctx).format(ts * 1000);
}

const formatters = new Map(); // making one is slow

function formatter(options, { viewer = {} }) {
  const key = JSON.stringify([viewer.locale, viewer.tz, options]);
  if (!formatters.has(key)) formatters.set(key, newFormatter(options, viewer));
  return formatters.get(key);
}

function newFormatter(options, viewer) {
  const zone = options.timeZone ?? (viewer.tz || undefined);
  for (const [locale, timeZone] of [[viewer.locale, zone], ["en-US", zone], ["en-US", "UTC"]]) {
    try {
      return new Intl.DateTimeFormat(locale?.replace("_", "-") || "en-US", { ...options, timeZone });
    } catch {
      // an unknown language or zone: the next best
    }
  }
  throw new RangeError("no date format");
}

/** `2026-03-09` of a moment where the viewer is. */
export function isoDay(ts, ctx) {
  const parts = formatter({ year: "numeric", month: "2-digit", day: "2-digit" }, { viewer: { ...ctx.viewer, locale: "en-CA" } })
    .formatToParts(ts * 1000);
  const part = (type) => parts.find((one) => one.type === type).value;
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

function isFar(ts, now) {
  return Math.abs(ts - now) > HALF_YEAR;
}

// English alone writes the day as an ordinal: "February 18th, 2014".
function withOrdinals(ts, options, ctx) {
  const written = formatter(options, ctx);
  if (!/^en\b/.test(written.resolvedOptions().locale)) return written.format(ts * 1000);
  return written.formatToParts(ts * 1000)
    .map(({ type, value }) => (type === "day" ? `${value}${ordinal(Number(value))}` : value))
    .join("");
}

function ordinal(day) {
  if (day > 10 && day < 14) return "th";
  return ["th", "st", "nd", "rd"][day % 10] ?? "th";
}

function relativeDay(ts, ctx) {
  const days = Math.round((Date.parse(isoDay(ts, ctx)) - Date.parse(isoDay(ctx.now, ctx))) / (DAY * 1000));
  if (!(Math.abs(days) <= 1)) return null; // NaN for a year that has no ISO form
  return relative(ctx).format(days, "day");
}

function relative({ viewer = {} }) {
  try {
    return new Intl.RelativeTimeFormat(viewer.locale?.replace("_", "-") || "en-US", { numeric: "auto" });
  } catch {
    return new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });
  }
}

const STEPS = [["year", 365 * DAY], ["month", 30 * DAY], ["day", DAY], ["hour", 3600], ["minute", 60], ["second", 1]];

function ago(ts, ctx) {
  const seconds = ts - ctx.now;
  const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? STEPS.at(-1);
  return relative(ctx).format(Math.trunc(seconds / length), unit);
}

function dated(options, writer = withOrdinals) {
  return (ts, ctx) => writer(ts, isFar(ts, ctx.now) ? { ...options, ...YEAR } : options, ctx);
}

function pretty(write) {
  return (ts, ctx) => relativeDay(ts, ctx) ?? write(ts, ctx);
}

const TOKENS = {
  date_num: isoDay,
  date_slash: (ts, ctx) => formatted(ts, { year: "numeric", month: "2-digit", day: "2-digit" }, ctx),
  date: dated(DATE),
  date_short: dated(SHORT, formatted),
  date_long: dated(LONG),
  date_long_full: (ts, ctx) => withOrdinals(ts, { ...LONG, ...YEAR }, ctx),
  date_pretty: pretty(dated(DATE)),
  date_short_pretty: pretty(dated(SHORT, formatted)),
  date_long_pretty: pretty(dated(LONG)),
  day_divider_pretty: pretty(dated(LONG)),
  time: (ts, ctx) => formatted(ts, { timeStyle: "short" }, ctx),
  time_secs: (ts, ctx) => formatted(ts, { timeStyle: "medium" }, ctx),
  ago,
};

/** A moment written by a form such as `{date_short_pretty} {time}`; `fallback` when it cannot be. */
export function dateText(ts, form, fallback, ctx) {
  const seconds = Number(ts);
  if (!Number.isFinite(seconds) || ts === "" || Math.abs(seconds) > 8.64e12) return fallback;
  const tokens = [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (!tokens.length || tokens.some((name) => !Object.hasOwn(TOKENS, name))) return fallback;
  const text = form.replace(/\{(\w+)\}/g, (_, name) => TOKENS[name](seconds, ctx));
  return form.startsWith("{") ? text.charAt(0).toLocaleUpperCase() + text.slice(1) : text;
}

/** Date and time in full, for tooltips. */
export function fullDate(ts, ctx) {
  return formatted(Number(ts), { dateStyle: "full", timeStyle: "medium" }, ctx);
}
