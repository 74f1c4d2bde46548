// Slack's mrkdwn and plain_text (docs.slack.dev/messaging/formatting-message-text) as nodes.

import { dateText, fullDate } from "./dates.js";
import { el, fragment, safeUrl } from "./dom.js";
import { EMOJI, emojiCharacter } from "./emoji.js";

export { dateText };

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const STYLES = { "*": "strong", _: "em", "~": "s" };
const EMOJI_NAME = /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/gu;
const BARE_URL = /https?:\/\/[^\s<>|"]+/giu;
const IS_WORD = /[\p{L}\p{N}\p{M}]/u;

/** Only these three entities are Slack's; any other stands as it is written. */
export function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** A composition object's text. */
export function textOf(text, ctx) {
  if (text?.type === "plain_text") return plain(text.text, ctx, { emoji: text.emoji !== false });
  if (text?.type === "mrkdwn") return mrkdwn(text.text, ctx, { verbatim: text.verbatim === true });
  throw new Error(`text must be plain_text or mrkdwn, not ${JSON.stringify(text?.type)}`);
}

/** plain_text: emoji names and line breaks, nothing else. */
export function plain(text, ctx, { emoji = true } = {}) {
  const parts = String(text).split("\n").flatMap((line, at) => [
    at ? el("br") : null,
    emoji ? emojis(line) : line,
  ]);
  return fragment(parts);
}

/** What a notification shows: the same text without any form. */
export function toPlainString(text, ctx) {
  const box = el("div", {}, mrkdwn(text, ctx, { verbatim: true }));
  for (const br of box.querySelectorAll("br")) br.replaceWith(" ");
  for (const block of box.querySelectorAll("blockquote, pre")) block.replaceWith(" ", ...block.childNodes, " ");
  return box.textContent.replace(/\s+/gu, " ").trim();
}

/** mrkdwn; `verbatim` leaves bare addresses and names alone. */
export function mrkdwn(text, ctx, { verbatim = false } = {}) {
  const parts = [];
  const pieces = String(text).split(/```([\s\S]+?)```/u);
  pieces.forEach((piece, at) => {
    if (at % 2) parts.push(el("pre", { class: "bk-pre", attrs: { dir: "auto" } }, el("code", {}, raw(piece.replace(/^\n|\n$/g, "")))));
    else parts.push(paragraphs(besidePre(piece, at, pieces.length), ctx, verbatim));
  });
  return fragment(parts);
}

// A block's own line break is not shown twice.
function besidePre(piece, at, count) {
  let text = piece;
  if (at > 0) text = text.replace(/^\n/, "");
  if (at < count - 1) text = text.replace(/\n$/, "");
  return text;
}

// In code nothing is shown but the text; Slack takes its own angle brackets off links.
function raw(text) {
  return decode(text.replace(/<([^@#!<>|][^<>|]*)(?:\|[^<>]*)?>/g, "$1"));
}

const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_TO_THE_END = /^(?:&gt;|>){3} ?/;

function paragraphs(text, ctx, verbatim) {
  const lines = text.split("\n");
  const parts = [];
  let isAfterBlock = true;
  let at = 0;
  while (at < lines.length) {
    const quoted = quotedFrom(lines, at);
    if (quoted.length) parts.push(quote(quoted, ctx, verbatim));
    else parts.push(isAfterBlock ? null : el("br"), inline(lines[at], ctx, verbatim));
    isAfterBlock = quoted.length > 0;
    at += quoted.length || 1;
  }
  return parts;
}

/** The lines of the quote that begins at `from`, without their signs; none where none begins. */
function quotedFrom(lines, from) {
  if (QUOTE_TO_THE_END.test(lines[from])) return [lines[from].replace(QUOTE_TO_THE_END, ""), ...lines.slice(from + 1)];
  let end = from;
  while (end < lines.length && QUOTE.test(lines[end]) && !QUOTE_TO_THE_END.test(lines[end])) end += 1;
  return lines.slice(from, end).map((line) => line.replace(QUOTE, ""));
}

function quote(lines, ctx, verbatim) {
  const parts = lines.flatMap((line, at) => [at ? el("br") : null, inline(line, ctx, verbatim)]);
  return el("blockquote", { class: "bk-quote", attrs: { dir: "auto" } }, parts);
}

/** One line's nodes. */
function inline(line, ctx, verbatim) {
  const parts = [];
  const closers = new Map(); // sign → where it closes
  let text = "";
  let at = 0;
  const flush = () => {
    if (text) parts.push(bare(text, ctx, verbatim));
    text = "";
  };
  while (at < line.length) {
    const found = tokenAt(line, at, { ctx, verbatim, closers });
    if (found) {
      flush();
      parts.push(found.node);
      at = found.end;
    } else {
      text += line[at];
      at += 1;
    }
  }
  flush();
  return parts;
}

function tokenAt(line, at, given) {
  const sign = line[at];
  if (sign === "<") return angle(line, at, given.ctx);
  if (sign === "`") return code(line, at);
  if (STYLES[sign]) return styled(line, at, given);
  return null;
}

function code(line, at) {
  const end = line.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: el("code", { class: "bk-code" }, raw(line.slice(at + 1, end))), end: end + 1 };
}

// A sign opens at a word's beginning and closes at a word's end: `2*3*4`, `snake_case` stay.
function styled(line, at, { ctx, verbatim, closers }) {
  const sign = line[at];
  if (isWord(before(line, at)) || /[\s]/.test(line[at + 1] ?? " ") || line[at + 1] === sign) return null;
  if (!closers.has(sign)) closers.set(sign, closersOf(line, sign));
  const close = closers.get(sign)[at + 1];
  if (close < 0) return null;
  return { node: el(STYLES[sign], {}, inline(line.slice(at + 1, close), ctx, verbatim)), end: close + 1 };
}

// For each place the next one where the sign closes (outside of links and code), or -1. Found from
// the end backwards, so that a line is gone through once however many signs it holds.
function closersOf(line, sign) {
  const closers = new Int32Array(line.length + 1).fill(-1);
  let bracket = -1;
  let tick = -1;
  for (let at = line.length - 1; at >= 0; at -= 1) {
    let next = at + 1;
    if (line[at] === "<" && bracket > at) next = bracket + 1;
    else if (line[at] === "`" && tick > at + 1) next = tick + 1;
    closers[at] = closes(line, at, sign) ? at : closers[next];
    if (line[at] === ">") bracket = at;
    else if (line[at] === "`") tick = at;
  }
  return closers;
}

const closes = (line, at, sign) => line[at] === sign && !/\s/.test(line[at - 1] ?? "") && !isWord(after(line, at));
const isWord = (letter) => letter !== "" && IS_WORD.test(letter);
const before = (line, at) => [...line.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
const after = (line, at) => (at + 1 < line.length ? String.fromCodePoint(line.codePointAt(at + 1)) : "");

function angle(line, at, ctx) {
  const end = line.indexOf(">", at);
  if (end < 0) return null;
  const inside = line.slice(at + 1, end);
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  const node = reference(target, label, ctx);
  return node && { node, end: end + 1 };
}

function reference(target, label, ctx) {
  if (/^@[UW][A-Z0-9]+$/.test(target)) return userChip(target.slice(1), ctx, label);
  if (/^#[CDG][A-Z0-9]+$/.test(target)) return channelChip(target.slice(1), ctx, label);
  if (target.startsWith("!")) return special(target.slice(1), label, ctx);
  return link(target, label);
}

function special(command, label, ctx) {
  const [name, ...rest] = command.split("^");
  if (name === "date") return dateNode(rest, label, ctx);
  if (name === "subteam") return groupChip(rest[0], ctx, label);
  if (["here", "channel", "everyone"].includes(name)) return chip(`@${name}`, "broadcast", name);
  return fragment(decode(label || `<${name}>`));
}

function dateNode([ts, form = "", address], fallback, ctx) {
  const text = dateText(ts, decode(form), decode(fallback), ctx);
  return dateElement({ ts: Number(ts), text, address: address && decode(address) }, ctx);
}

/** A moment as the viewer sees it: <time> with the full date as tooltip, within a link if any. */
export function dateElement({ ts, text, address }, ctx) {
  const isMoment = Number.isFinite(ts) && Math.abs(ts) < 8.64e12;
  const attrs = isMoment ? { datetime: new Date(ts * 1000).toISOString(), title: fullDate(ts, ctx) } : {};
  const time = el("time", { class: "bk-date", attrs, text });
  const href = safeUrl(address);
  return href ? anchor(href, [time]) : time;
}

function link(address, label) {
  const href = safeUrl(decode(address));
  if (!href) return null;
  const shown = label ? emojis(decode(label)) : [decode(address).replace(/^(?:mailto|tel):/i, "")];
  return anchor(href, shown);
}

/** A link that opens beside the page. */
export function anchor(href, children) {
  const attrs = { href, target: "_blank", rel: "noopener noreferrer" };
  return el("a", { class: "bk-link", attrs }, children);
}

/** Text without signs of its own: bare addresses, names and emoji. */
function bare(text, ctx, verbatim) {
  if (verbatim) return emojis(decode(text));
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(BARE_URL)) {
    const written = withoutEnd(match[0]);
    if (isWord(before(text, match.index)) || !safeUrl(decode(written))) continue;
    parts.push(...named(text.slice(from, match.index), ctx), anchor(safeUrl(decode(written)), [decode(written)]));
    from = match.index + written.length;
  }
  return [...parts, ...named(text.slice(from), ctx)];
}

// What ends a sentence, a quotation or a bracket is not the address's own.
function withoutEnd(address) {
  const [kept] = address.split(/&[lg]t;/u, 1);
  let end = kept.length;
  while (end > 0 && ".,;:!?)]'*_~".includes(kept[end - 1])) end -= 1;
  return kept.slice(0, end);
}

// `@here` and `#channel` written by hand become chips unless the text is verbatim.
function named(text, ctx) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(/(?<![\p{L}\p{N}_/&])(?:@(here|channel|everyone)|#([\p{L}\p{N}_-]+))(?![\p{L}\p{N}_])/gu)) {
    const channel = match[2] && (ctx.channels ?? []).find((one) => one.kind !== "im" && one.name === match[2]);
    if (!match[1] && !channel) continue;
    parts.push(...emojis(decode(text.slice(from, match.index))));
    parts.push(match[1] ? chip(match[0], "broadcast", match[1]) : channelChip(channel.id, ctx));
    from = match.index + match[0].length;
  }
  return [...parts, ...emojis(decode(text.slice(from)))];
}

function emojis(text) {
  const parts = [];
  let from = 0;
  EMOJI_NAME.lastIndex = 0;
  for (let match = EMOJI_NAME.exec(text); match; match = EMOJI_NAME.exec(text)) {
    if (!EMOJI.has(match[1])) {
      EMOJI_NAME.lastIndex = match.index + match[0].length - 1; // its last colon may open another name
      continue;
    }
    parts.push(text.slice(from, match.index), emojiNode(match[1], Number(match[2] ?? 0)));
    from = EMOJI_NAME.lastIndex;
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

/** An emoji by name; the name itself when it is unknown. */
export function emojiNode(name, tone, unicode) {
  const character = unicode ?? emojiCharacter(name, tone);
  if (!character) return `:${name}:`;
  const label = name.replaceAll("_", " ");
  return el("span", { class: "bk-emoji", attrs: { role: "img", "aria-label": label, title: `:${name}:` }, text: character });
}

function chip(text, kind, id) {
  return el("span", { class: ["bk-chip", `bk-chip-${kind}`], data: { ref: id }, attrs: { dir: "auto" }, text });
}

export function userChip(id, ctx, label = "") {
  const person = ctx.person?.(id);
  const name = person ? person.name || person.real_name : decode(label) || id;
  return chip(`@${name}`, id === ctx.viewer?.id ? "me" : "user", id);
}

export function channelChip(id, ctx, label = "") {
  const name = ctx.channel?.(id)?.name ?? decode(label);
  return chip(name ? `#${name}` : "#private-channel", "channel", id);
}

export function groupChip(id, ctx, label = "") {
  const handle = ctx.group?.(id)?.handle ?? decode(label) ?? "";
  return chip(`@${(handle || id).replace(/^@/, "")}`, "group", id);
}

export function broadcastChip(range) {
  return chip(`@${range}`, "broadcast", range);
}
