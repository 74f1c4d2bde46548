// One message row: who, when, to whom it is visible, what it says and what hangs on it.

import { drawBlocks } from "./blocks.js";
import { dateText, formatted, fullDate } from "./dates.js";
import { el, safeUrl } from "./dom.js";
import { focusIn } from "./focus.js";
import { openImage } from "./image.js";
import { createValues } from "./inputs.js";
import { anchor, emojiNode, mrkdwn } from "./mrkdwn.js";

const drawn = new WeakMap(); // element → signature
const kept = new Map(); // viewer, channel and ts → values

/** The row; `old` comes back when nothing that it shows has changed. */
export function drawMessage(message, ctx, { old, isContinued = false, isInThread = false, onThread, onMenu, onReact } = {}) {
  const signature = signatureOf(message, ctx, { isContinued, isInThread });
  if (old && drawn.get(old) === signature) return old;
  ctx.values ??= valuesFor(message, ctx);
  const hands = { onThread, onMenu, onReact, isInThread };
  const person = ctx.person(message.user) ?? { id: message.user, name: message.user };
  const row = el("div", {
    class: ["message", isContinued && "is-continued", message.is_ephemeral && "is-private", message.is_deleted && "is-deleted"],
    attrs: { role: "article", "aria-label": `${personName(person)}, ${formatted(Number(message.ts), { timeStyle: "short" }, ctx)}`, tabindex: "-1" },
    data: { ts: message.ts, user: message.user },
  }, ...(message.is_deleted ? deleted() : parts(message, person, ctx, { ...hands, isContinued })));
  drawn.set(row, signature);
  const refocus = old && focusIn(old);
  if (refocus) queueMicrotask(() => refocus(row));
  return row;
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
  const blocks = [...(message.blocks ?? []), ...(message.attachments ?? []).flatMap((one) => one.blocks ?? [])];
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
    message.is_broadcast && el("div", { class: "message-broadcast", text: "Replied to a thread" }),
    el("div", { class: "message-side" }, hands.isContinued ? clock(message.ts, ctx, "message-time-short") : avatar(person)),
    el("div", { class: "message-body" },
      !hands.isContinued && el("div", { class: "message-head" },
        el("strong", { class: "message-author", text: personName(person), attrs: { dir: "auto" } }), personTags(person, ctx), clock(message.ts, ctx)),
      drawContent(message, ctx),
      (message.attachments ?? []).map((one) => drawAttachment(one, ctx)),
      drawFiles(message, ctx),
      drawReactions(message, ctx, hands),
      drawReplies(message, ctx, hands)),
    hands.onMenu && menuButton(message, hands),
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
  const seconds = Number(ts);
  return el("time", {
    class: names,
    text: formatted(seconds, { timeStyle: "short" }, ctx),
    attrs: { datetime: new Date(seconds * 1000).toISOString(), title: fullDate(seconds, ctx) },
  });
}

// Legacy attachments and unfurls: a coloured bar, then blocks or the old fields.
function drawAttachment(attachment, ctx) {
  const colours = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };
  const colour = colours[attachment.color] ?? (/^#?[0-9a-f]{3,6}$/i.test(attachment.color ?? "") ? `#${attachment.color.replace("#", "")}` : null);
  const body = el("div", { class: "attachment-body" }, attachment.blocks?.length ? drawBlocks(attachment.blocks, ctx) : legacy(attachment, ctx));
  if (colour) body.style.borderInlineStartColor = colour;
  return el("div", { class: ["attachment", attachment.is_app_unfurl && "is-unfurl"] },
    attachment.pretext && el("div", { class: "bk-text", attrs: { dir: "auto" } }, mrkdwn(attachment.pretext, ctx)), body);
}

function legacy(attachment, ctx) {
  const written = (text, names = "bk-text") => text && el("div", { class: names, attrs: { dir: "auto" } }, mrkdwn(text, ctx));
  const titled = (text, address) => (safeUrl(address) ? anchor(safeUrl(address), [mrkdwn(text, ctx)]) : mrkdwn(text, ctx));
  const { title, title_link: link, author_name: author, author_link: authorLink, service_name: service, footer, ts } = attachment;
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
    if (!file.mimetype?.startsWith("image/")) return el("div", { class: "bk-file-card" }, "📄 ", el("a", { class: "bk-link", text: name, attrs: { href: ctx.fileUrl(id), target: "_blank", rel: "noopener", dir: "auto" } }));
    const img = el("img", { class: "bk-picture", attrs: { src: ctx.fileUrl(id), alt: name } });
    return el("button", { class: "bk-zoomer", attrs: { type: "button", "aria-label": `Enlarge: ${name}` }, on: { click: () => (ctx.openImage ?? openImage)(ctx.fileUrl(id), name, name) } }, img);
  });
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

function menuButton(message, { onMenu, onThread, isInThread }) {
  const tool = (text, label, press, more = {}) => el("button", { class: "message-tool", text, attrs: { type: "button", "aria-label": label, title: label, ...more }, on: { click: press } });
  return el("div", { class: "message-tools", attrs: { role: "group", "aria-label": "Message" } },
    onThread && !isInThread && !message.is_ephemeral && tool("💬", "Reply in thread", () => onThread(message)),
    tool("⋯", "More actions", (event) => onMenu(message, event.currentTarget), { "aria-haspopup": "menu" }));
}
