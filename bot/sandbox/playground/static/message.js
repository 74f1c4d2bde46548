// One message row: who, when, to whom it is visible, what it says and what hangs on it.

import { sizeText } from "./attach.js";
import { drawBlocks, fault } from "./blocks.js";
import { dateText, formatted, fullDate } from "./dates.js";
import { el, safeUrl } from "./dom.js";
import { focusIn } from "./focus.js";
import { openImage } from "./image.js";
import { createValues } from "./inputs.js";
import { anchor, emojiNode, mrkdwn } from "./mrkdwn.js";

const drawn = new WeakMap(); // element → signature
const kept = new Map(); // viewer, channel and ts → values

/** The row; `old` comes back when nothing that it shows has changed. A row that cannot be drawn says why. */
export function drawMessage(message, ctx, { old, isContinued = false, isInThread = false, onThread, onMenu, onReact } = {}) {
  const signature = signatureOf(message, ctx, { isContinued, isInThread });
  if (old && drawn.get(old) === signature) return old;
  const row = rowOrFault(message, ctx, { isContinued, isInThread, onThread, onMenu, onReact });
  drawn.set(row, signature);
  const refocus = old && focusIn(old);
  if (refocus) queueMicrotask(() => refocus(row));
  return row;
}

function rowOrFault(message, ctx, hands) {
  try {
    return drawRow(message, ctx, hands);
  } catch (wrong) {
    const box = fault(wrong.message, "", "message");
    return el("div", { class: "message", attrs: { tabindex: "-1" }, data: { ts: message.ts } }, el("div", { class: "message-body" }, box));
  }
}

function drawRow(message, ctx, hands) {
  ctx.values ??= valuesFor(message, ctx);
  const person = authorOf(message, ctx);
  return el("div", {
    class: ["message", hands.isContinued && "is-continued", message.is_ephemeral && "is-private", message.is_deleted && "is-deleted"],
    attrs: { role: "article", "aria-label": `${personName(person)}, ${formatted(secondsOf(message.ts), { timeStyle: "short" }, ctx)}`, tabindex: "-1" },
    data: { ts: message.ts, user: person.id },
  }, ...(message.is_deleted ? deleted() : parts(message, person, ctx, hands)));
}

function authorOf({ user }, ctx) {
  const id = String(user || "unknown");
  return ctx.person(user) ?? { id, name: id };
}

function signatureOf(message, ctx, flags) {
  const text = JSON.stringify(message);
  const files = [...text.matchAll(/"(F[A-Z0-9]{8,})"/g)].map(([, id]) => [id, ctx.file(id)?.is_ready, ctx.file(id)?.name]);
  const { viewer } = ctx;
  const sees = [viewer.id, viewer.tz, viewer.locale, ctx.person(message.user)?.real_name];
  return JSON.stringify([text, files, sees, flags, datesIn(text, ctx)]);
}

// "today" and {ago} move on with the clock.
function datesIn(text, ctx) {
  if (text.includes('"type":"date"')) return Math.floor(ctx.now / 60);
  return [...text.matchAll(/<!date\^(\d+)\^([^^|>]+)/g)].map(([, ts, form]) => dateText(ts, form, "", ctx));
}

function valuesFor(message, ctx) {
  const key = [ctx.viewer.id, ctx.place.channel, message.ts].join(" ");
  const blocks = [...(message.blocks ?? []), ...(message.attachments ?? []).flatMap((one) => one?.blocks ?? [])];
  if (kept.has(key)) kept.get(key).seed(blocks);
  else kept.set(key, createValues({ blocks }));
  return kept.get(key);
}

function deleted() {
  return [el("div", { class: "message-side" }), el("div", { class: "message-body message-deleted", text: "This message was deleted." })];
}

function parts(message, person, ctx, hands) {
  return [
    message.is_ephemeral && el("div", { class: "message-private" }, el("span", { text: "👁", attrs: { "aria-hidden": "true" } }), " Only visible to you"),
    message.is_broadcast && el("div", { class: "message-broadcast" }, leadsToThread(message, "Replied to a thread", hands)),
    el("div", { class: "message-side" }, hands.isContinued ? clock(message.ts, ctx, "message-time-short") : avatar(person)),
    el("div", { class: "message-body" },
      !hands.isContinued && el("div", { class: "message-head" },
        el("strong", { class: "message-author", text: personName(person), attrs: { dir: "auto" } }), personTags(person, ctx), clock(message.ts, ctx)),
      drawContent(message, ctx),
      (message.attachments ?? []).map((one, at) => attachmentOrFault(one, ctx, `/attachments/${at}`)),
      drawFiles(message, ctx),
      drawReactions(message, ctx, hands),
      drawReplies(message, ctx, hands)),
    hands.onMenu && drawTools(message, hands),
  ];
}

function drawContent(message, ctx) {
  const edited = message.is_edited && el("span", { class: "message-edited", text: "(edited)" });
  if (message.blocks?.length) return el("div", { class: "message-blocks" }, drawBlocks(message.blocks, ctx), edited);
  if (!message.text && !edited) return null;
  return el("div", { class: "message-text bk-text", attrs: { dir: "auto" } }, mrkdwn(message.text ?? "", ctx), edited && [" ", edited]);
}

/** What a person is called. */
export function personName(person) {
  return person.real_name || person.name || person.id;
}

/** Tags beside a name: app, guest, other company, title. */
export function personTags(person, ctx) {
  const isOutside = person.is_stranger || (person.team && ctx.viewer.team && person.team !== ctx.viewer.team);
  return [
    person.is_bot && el("span", { class: "tag tag-app", text: "APP" }),
    person.is_restricted && el("span", { class: "tag tag-guest", text: "Guest" }),
    isOutside && el("span", { class: "tag tag-outside", text: person.team_name || "External", attrs: { dir: "auto", title: "From another company" } }),
    person.title && !person.is_bot && el("span", { class: "message-title", text: person.title, attrs: { dir: "auto" } }),
  ].filter(Boolean);
}

const HUES = 12;

/** A square with a person's initials in a colour of their id. */
export function avatar(person) {
  const name = personName(person);
  const initials = name.split(/[\s._-]+/u).map((word) => [...word][0]).filter(Boolean);
  const shown = (initials.length > 1 ? initials[0] + initials.at(-1) : initials[0] ?? "?").toLocaleUpperCase();
  const hue = [...String(person.id)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % HUES;
  return el("span", { class: ["avatar", `avatar-${hue}`, person.is_bot && "avatar-app"], text: person.is_bot ? "📦" : shown, attrs: { "aria-hidden": "true" } });
}

/** A message's time in the viewer's zone, the whole date as its tooltip. */
export function clock(ts, ctx, names = "message-time") {
  const seconds = secondsOf(ts);
  return el("time", {
    class: names,
    text: formatted(seconds, { timeStyle: "short" }, ctx),
    attrs: { datetime: new Date(seconds * 1000).toISOString(), title: fullDate(seconds, ctx) },
  });
}

function secondsOf(ts) {
  const seconds = ts === null ? NaN : Number(ts);
  if (!(Math.abs(seconds) < 8.64e12)) throw new Error(`ts must be seconds since 1970, not ${JSON.stringify(ts)}`);
  return seconds;
}

function attachmentOrFault(attachment, ctx, pointer) {
  try {
    return drawAttachment(attachment, ctx);
  } catch (wrong) {
    return fault(wrong.message, pointer, "attachment");
  }
}

const COLOURS = new Map([["good", "#2eb67d"], ["warning", "#ecb22e"], ["danger", "#e01e5a"]]);

function colourOf({ color }) {
  const hex = /^#?([0-9a-f]{3,6})$/i.exec(color ?? "");
  return COLOURS.get(color) ?? (hex && `#${hex[1]}`);
}

// Legacy attachments and unfurls: a coloured bar, then blocks or the old fields.
function drawAttachment(attachment, ctx) {
  if (typeof attachment !== "object" || attachment === null) throw new Error("an attachment must be an object");
  const colour = colourOf(attachment);
  const body = el("div", { class: "attachment-body" }, attachment.blocks?.length ? drawBlocks(attachment.blocks, ctx) : legacy(attachment, ctx));
  if (colour) body.style.borderInlineStartColor = colour;
  return el("div", { class: ["attachment", attachment.is_app_unfurl && "is-unfurl"] },
    attachment.pretext && el("div", { class: "bk-text", attrs: { dir: "auto" } }, mrkdwn(attachment.pretext, ctx)), body);
}

function legacy(attachment, ctx) {
  const written = (text, names = "bk-text") => text && el("div", { class: names, attrs: { dir: "auto" } }, mrkdwn(text, ctx));
  const titled = (text, address) => (safeUrl(address) ? anchor(safeUrl(address), [mrkdwn(text, ctx)]) : mrkdwn(text, ctx));
  const { title, title_link: link, author_name: author, author_link: authorLink, service_name: service, footer, ts } = attachment;
  if (!Array.isArray(attachment.fields ?? [])) throw new Error("fields must be a list");
  const fields = (attachment.fields ?? []).map((field) => el("div", { class: ["bk-text", !field.short && "is-wide"], attrs: { dir: "auto" } }, el("strong", {}, mrkdwn(field.title ?? "", ctx)), el("br"), mrkdwn(field.value ?? "", ctx)));
  const body = [
    service && el("div", { class: "bk-soft", text: service, attrs: { dir: "auto" } }),
    author && el("div", { class: "bk-soft", attrs: { dir: "auto" } }, titled(author, authorLink)),
    title && el("div", { class: "attachment-title", attrs: { dir: "auto" } }, titled(title, link)),
    written(attachment.text),
    fields.length > 0 && el("div", { class: "bk-fields" }, fields),
    (footer || ts) && el("div", { class: "bk-soft" }, footer ?? "", footer && ts ? " · " : "", ts && clock(ts, ctx)),
  ];
  return body.some(Boolean) ? body : written(attachment.fallback);
}

function drawFiles(message, ctx) {
  return (message.files ?? []).map((one) => {
    const id = one?.id ?? one;
    const file = ctx.file(id);
    const name = file?.title || file?.name || id;
    if (!file?.is_ready) return el("div", { class: "bk-file-card", attrs: { "aria-busy": "true" }, text: `${name} · processing …` });
    if (!file.mimetype?.startsWith("image/")) return fileCard(file, name, ctx.fileUrl(id));
    const img = el("img", { class: "bk-picture", attrs: { src: ctx.fileUrl(id), alt: name } });
    return el("button", { class: "bk-zoomer", attrs: { type: "button", "aria-label": `Enlarge: ${name}` }, on: { click: () => (ctx.openImage ?? openImage)(ctx.fileUrl(id), name, name) } }, img);
  });
}

function fileCard(file, name, href) {
  const link = el("a", { class: "bk-link", text: name, attrs: { href, download: file.name ?? name, target: "_blank", rel: "noopener", dir: "auto" } });
  return el("div", { class: "bk-file-card" }, el("span", { text: "📄", attrs: { "aria-hidden": "true" } }), link, file.size > 0 && el("small", { text: sizeText(file.size) }));
}

function drawReactions(message, ctx, { onReact }) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions", attrs: { role: "group", "aria-label": "Reactions" } }, message.reactions.map(({ name, users }) => {
    const isMine = users.includes(ctx.viewer.id);
    const who = users.map((id) => personName(ctx.person(id) ?? { id })).join(", ");
    return el("button", {
      class: ["reaction", isMine && "is-mine"],
      attrs: { type: "button", "aria-pressed": String(isMine), "aria-label": `${name}, ${users.length}: ${who}`, title: `${who} reacted with :${name}:`, disabled: !onReact },
      on: { click: () => onReact?.(message, name) },
    }, emojiNode(name), el("span", { class: "reaction-count", text: users.length }));
  }));
}

function drawReplies(message, ctx, { onThread, isInThread }) {
  if (!message.reply_count || isInThread) return null;
  const count = message.reply_count;
  return el("button", { class: "message-replies", text: `${count} ${count === 1 ? "reply" : "replies"}`, attrs: { type: "button" }, on: { click: () => onThread?.(message) } });
}

function leadsToThread(message, text, { onThread, isInThread }) {
  if (!onThread || isInThread) return text;
  return el("button", { text, attrs: { type: "button" }, on: { click: () => onThread(message) } });
}

function drawTools(message, { onMenu, onThread, isInThread }) {
  const tool = (text, label, press, more = {}) => el("button", { class: "message-tool", text, attrs: { type: "button", "aria-label": label, title: label, ...more }, on: { click: press } });
  const tools = [
    onThread && !isInThread && !message.is_ephemeral && tool("💬", "Reply in thread", () => onThread(message)),
    tool("⋯", "More actions", (event) => onMenu(message, event.currentTarget), { "aria-haspopup": "menu" }),
  ].filter(Boolean);
  const bar = el("div", { class: "message-tools", attrs: { role: "toolbar", "aria-label": "Message" } }, tools);
  stopAt(tools, 0);
  bar.addEventListener("keydown", (event) => onToolKey(event, tools));
  return bar;
}

// A toolbar is one stop, its arrows move within it (WAI-ARIA APG).
function onToolKey(event, tools) {
  const at = tools.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + tools.length, Home: 0, End: tools.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  stopAt(tools, to % tools.length).focus();
}

function stopAt(tools, at) {
  tools.forEach((tool, nth) => (tool.tabIndex = nth === at ? 0 : -1));
  return tools[at];
}
