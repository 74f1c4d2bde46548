// The markdown block: standard Markdown as far as Slack shows it
// (docs.slack.dev/reference/block-kit/blocks/markdown-block).

import { el, fragment, safeUrl } from "./dom.js";
import { anchor, decode, plain } from "./mrkdwn.js";

const LIST_ITEM = /^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const FENCE = /^ {0,3}(```+|~~~+)\s*(\S*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

const DEEPEST = 20; // lists and quotes further in stand as they are written

export function markdown(text, ctx) {
  return fragment(blocksOf(String(text).split(/\r?\n/), ctx, 0));
}

function blocksOf(lines, ctx, depth) {
  if (depth > DEEPEST) return plain(lines.join("\n"), ctx);
  const parts = [];
  const rest = [...lines];
  while (rest.length) parts.push(nextBlock(rest, ctx, depth));
  return parts;
}

function nextBlock(rest, ctx, depth) {
  const line = rest[0];
  if (!line.trim()) return void rest.shift();
  const heading = HEADING.exec(line);
  if (heading) {
    rest.shift();
    const level = heading[1].length;
    return el("div", { class: `bk-md-h bk-md-h${level}`, attrs: { role: "heading", "aria-level": Math.min(6, level + 2), dir: "auto" } }, inline(heading[2], ctx));
  }
  if (FENCE.test(line)) return fenced(rest);
  if (RULE.test(line)) return rest.shift(), el("hr", { class: "bk-rule" });
  if (/^ {0,3}>/.test(line)) {
    const quoted = taken(rest, (one) => /^ {0,3}>/.test(one)).map((one) => one.replace(/^ {0,3}> ?/, ""));
    return el("blockquote", { class: "bk-quote", attrs: { dir: "auto" } }, blocksOf(quoted, ctx, depth + 1));
  }
  if (LIST_ITEM.test(line)) return list(rest, ctx, depth);
  if (line.includes("|") && TABLE_RULE.test(rest[1] ?? "") && rest[1].includes("-")) return table(rest, ctx);
  return paragraph(rest, ctx);
}

function taken(rest, isWanted) {
  const count = rest.findIndex((line) => !isWanted(line));
  return rest.splice(0, count < 0 ? rest.length : count);
}

function fenced(rest) {
  const fence = FENCE.exec(rest.shift())[1];
  const inside = taken(rest, (line) => !line.trim().startsWith(fence));
  rest.shift();
  return el("pre", { class: "bk-pre" }, el("code", {}, decode(inside.join("\n"))));
}

function paragraph(rest, ctx) {
  const isMore = (line, at) => line.trim() && (at === 0 || ![HEADING, FENCE, RULE, LIST_ITEM, /^ {0,3}>/].some((form) => form.test(line)));
  const end = rest.findIndex((line, at) => !isMore(line, at));
  const lines = rest.splice(0, end < 0 ? rest.length : end);
  return el("p", { class: "bk-md-p", attrs: { dir: "auto" } }, lines.flatMap((line, at) => [at ? el("br") : null, ...inline(line.trim(), ctx)]));
}

// Lines indented deeper than an item belong to it.
function list(rest, ctx, depth) {
  const [, indent, bullet, number] = LIST_ITEM.exec(rest[0]);
  const items = [];
  while (rest.length) {
    const found = LIST_ITEM.exec(rest[0]);
    if (!found || found[1].length !== indent.length || Boolean(found[2]) !== Boolean(bullet)) break;
    rest.shift();
    const inner = taken(rest, (line) => /^\s/.test(line) && line.search(/\S/) > indent.length);
    items.push(el("li", { attrs: { dir: "auto" } }, itemText(found[4], ctx), blocksOf(inner, ctx, depth + 1)));
  }
  return bullet ? el("ul", { class: "bk-rich-list" }, items) : el("ol", { class: "bk-rich-list", attrs: { start: Number(number) } }, items);
}

function itemText(text, ctx) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return inline(text, ctx);
  const isDone = task[1] !== " ";
  return [el("input", { attrs: { type: "checkbox", disabled: true, "aria-label": isDone ? "done" : "open" }, props: { checked: isDone } }), " ", inline(task[2], ctx)];
}

function cellsOf(line) {
  return line.trim().replace(/^\||(?<!\\)\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function table(rest, ctx) {
  const head = cellsOf(rest.shift());
  const aligns = cellsOf(rest.shift()).map((rule) => (/^:-+:$/.test(rule) ? "center" : rule.endsWith(":") ? "right" : "left"));
  const rows = taken(rest, (line) => line.includes("|"));
  const row = (cells, tag, scope) => el("tr", {}, head.map((_, at) => el(tag, { class: `bk-align-${aligns[at] ?? "left"}`, attrs: { scope, dir: "auto" } }, inline(cells[at] ?? "", ctx))));
  return el("div", { class: "bk-table-box", attrs: { role: "region", "aria-label": "Table", tabindex: "0" } }, el("table", { class: "bk-table" },
    el("thead", {}, row(head, "th", "col")), el("tbody", {}, rows.map((line) => row(cellsOf(line), "td", null)))));
}

// In this order: what stands first wins.
const INLINE = [
  [/`([^`]+)`/, (_, code) => el("code", { class: "bk-code", text: decode(code) })],
  [/!?\[([^\]]*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/, (whole, label, address, ctx) => linked(whole, label || address, address, ctx)],
  [/<(https?:\/\/[^\s<>|]+|mailto:[^\s<>|]+)>/, (whole, address, ctx) => linked(whole, address.replace(/^mailto:/, ""), address, ctx)],
  [/https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)*_~'"\]]/, (whole, ctx) => linked(whole, whole, whole, ctx)],
  [/\*\*(?=\S)(.+?\S|\S)\*\*/, (_, inner, ctx) => el("strong", {}, inline(inner, ctx))],
  [/(?<![\p{L}\p{N}_])__(?=\S)(.+?\S|\S)__(?![\p{L}\p{N}_])/u, (_, inner, ctx) => el("strong", {}, inline(inner, ctx))],
  [/~~(?=\S)(.+?\S|\S)~~/, (_, inner, ctx) => el("s", {}, inline(inner, ctx))],
  [/(?<![\p{L}\p{N}*])\*(?=[^\s*])(.*?[^\s*])\*(?![\p{L}\p{N}*])/u, (_, inner, ctx) => el("em", {}, inline(inner, ctx))],
  [/(?<![\p{L}\p{N}_])_(?=[^\s_])(.*?[^\s_])_(?![\p{L}\p{N}_])/u, (_, inner, ctx) => el("em", {}, inline(inner, ctx))],
  [/\\([\\`*_{}[\]()#+.!~|>-])/, (_, sign) => sign],
];

function linked(whole, label, address, ctx) {
  const href = safeUrl(decode(address));
  return href ? anchor(href, whole === label || label === address ? decode(label) : inline(label, ctx)) : decode(whole);
}

function inline(text, ctx) {
  let first = null;
  for (const [form, draw] of INLINE) {
    const found = form.exec(text);
    if (found && (first === null || found.index < first.found.index)) first = { found, draw };
  }
  if (!first) return [plain(decode(text), ctx)];
  const { found, draw } = first;
  const end = found.index + found[0].length;
  return [plain(decode(text.slice(0, found.index)), ctx), draw(...found, ctx), ...inline(text.slice(end), ctx)];
}
