// rich_text blocks (docs.slack.dev/reference/block-kit/blocks/rich-text-block).

import { append, el, safeUrl } from "./dom.js";
import { anchor, broadcastChip, channelChip, dateElement, dateText, emojiNode, groupChip, userChip } from "./mrkdwn.js";

const PARTS = { rich_text_section: section, rich_text_list: list, rich_text_quote: quote, rich_text_preformatted: preformatted };

/** The parts of a rich_text block or cell. */
export function drawRichText(block, ctx) {
  if (!Array.isArray(block.elements)) throw new Error("rich_text needs elements");
  return nested(block.elements).map((element) => {
    if (!Object.hasOwn(PARTS, element.type ?? "")) throw new Error(`unknown rich_text element ${JSON.stringify(element.type)}`);
    return PARTS[element.type](element, ctx);
  });
}

function section(element, ctx) {
  return el("div", { class: "bk-rich-section", attrs: { dir: "auto" } }, element.elements.map((one) => inline(one, ctx)));
}

function quote(element, ctx) {
  return el("blockquote", { class: "bk-quote", attrs: { dir: "auto" } }, element.elements.map((one) => inline(one, ctx)));
}

function preformatted(element, ctx) {
  return el("pre", { class: "bk-pre", attrs: { dir: "auto" } }, el("code", {}, element.elements.map((one) => inline(one, ctx))));
}

const DEEPEST = 8; // docs.slack.dev/reference/block-kit/blocks/rich-text-block: "indent"
const indentOf = ({ indent }) => Math.min(indent ?? 0, DEEPEST);

// Slack writes a nested list as lists one after another, each with its own indent.
function nested(elements) {
  const top = [];
  const open = [];
  for (const element of elements) {
    if (element?.type !== "rich_text_list") {
      open.length = 0;
      top.push(element);
      continue;
    }
    const item = { ...element, inner: [] };
    while (open.length && indentOf(open.at(-1)) >= indentOf(item)) open.pop();
    if (open.length) open.at(-1).inner.push(item);
    else top.push(item);
    if (item.elements?.length) open.push(item); // there is no item to nest in otherwise
  }
  return top;
}

function list(element, ctx) {
  const isOrdered = element.style === "ordered";
  const items = element.elements.map((one) => el("li", { attrs: { dir: "auto" } }, one.elements.map((part) => inline(part, ctx))));
  if (element.inner.length) append(items.at(-1), element.inner.map((one) => list(one, ctx)));
  return el(isOrdered ? "ol" : "ul", { class: ["bk-rich-list", `bk-list-${indentOf(element) % 3}`], attrs: { start: isOrdered && element.offset ? element.offset + 1 : null } }, items);
}

const INLINE = {
  text: (one) => lines(one.text),
  link: (one) => linked(one),
  user: (one, ctx) => userChip(one.user_id, ctx),
  channel: (one, ctx) => channelChip(one.channel_id, ctx),
  usergroup: (one, ctx) => groupChip(one.usergroup_id, ctx),
  team: (one) => el("span", { class: "bk-chip", text: one.team_id }),
  emoji: (one) => emojiNode(one.name, one.skin_tone, one.unicode && charactersOf(one.unicode)),
  broadcast: (one) => broadcastChip(one.range),
  date: (one, ctx) => moment(one, ctx),
  color: (one) => colour(one.value),
};

function inline(one, ctx) {
  if (!Object.hasOwn(INLINE, one?.type ?? "")) throw new Error(`unknown element ${JSON.stringify(one?.type)} in rich_text`);
  return styled([INLINE[one.type](one, ctx)].flat(), one.style ?? {});
}

function lines(text) {
  return String(text).split("\n").flatMap((line, at) => (at ? [el("br"), line] : [line]));
}

function linked({ url, text }) {
  const href = safeUrl(url);
  if (!href) throw new Error(`a link may not lead to ${url}`);
  return anchor(href, lines(text || url));
}

function charactersOf(unicode) {
  return String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)));
}

function moment(one, ctx) {
  const viewed = one.timezone ? { ...ctx, viewer: { ...ctx.viewer, tz: one.timezone } } : ctx;
  const text = dateText(one.timestamp, one.format, one.fallback ?? "", viewed);
  return dateElement({ ts: one.timestamp, text, address: one.url }, viewed);
}

function colour(value) {
  const swatch = el("span", { class: "bk-swatch", attrs: { "aria-hidden": "true" } });
  swatch.style.backgroundColor = value;
  return el("span", { class: "bk-colour" }, swatch, value);
}

const TAGS = { code: "code", bold: "strong", italic: "em", strike: "s", underline: "u", highlight: "mark", client_highlight: "mark" };

function styled(nodes, style) {
  return Object.entries(TAGS)
    .filter(([name]) => style[name])
    .reduce((inner, [name, tag]) => [el(tag, { class: name === "code" ? "bk-code" : "" }, inner)], nodes);
}
