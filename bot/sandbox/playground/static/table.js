// table and data_table (docs.slack.dev/reference/block-kit/blocks/table-block), with real headers.

import { announce, el, freshId } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { drawRichText } from "./rich_text.js";

const CELLS = {
  raw_text: (cell, ctx) => plain(cell.text, ctx),
  raw_number: (cell) => cell.text ?? String(numberIn(cell)),
  rich_text: (cell, ctx) => drawRichText(cell, ctx),
};

function numberIn({ value }) {
  if (typeof value !== "number") throw new Error("raw_number needs a number as its value");
  return value;
}

function contentOf(cell, ctx) {
  if (!Object.hasOwn(CELLS, cell?.type ?? "")) throw new Error(`unknown cell ${JSON.stringify(cell?.type)}`);
  return CELLS[cell.type](cell, ctx);
}

function drawCell(cell, { tag, scope, setting, ctx }) {
  const align = setting?.align ?? (cell.type === "raw_number" ? "right" : "left");
  const wraps = setting?.is_wrapped !== false;
  return el(tag, { class: [`bk-align-${align}`, !wraps && "bk-nowrap"], attrs: { scope, dir: "auto" } }, contentOf(cell, ctx));
}

function rowsOf(block) {
  if (!Array.isArray(block.rows) || !block.rows.every(Array.isArray) || !block.rows.length) throw new Error(`${block.type} needs rows of cells`);
  return block.rows;
}

function scroller(label, ...children) {
  return el("div", { class: "bk-table-box", attrs: { role: "region", tabindex: "0", ...label } }, children);
}

export function drawTable(block, ctx) {
  const [head, ...body] = rowsOf(block);
  const settings = block.column_settings ?? [];
  const row = (cells, tag, scope) => el("tr", {}, cells.map((cell, at) => drawCell(cell, { tag, scope, setting: settings[at], ctx })));
  return [scroller({ "aria-label": "Table" }, el("table", { class: "bk-table" },
    el("thead", {}, row(head, "th", "col")),
    el("tbody", {}, body.map((cells) => row(cells, "td", null)))))];
}

/** A data_table: a caption and pages of `page_size` rows. */
export function drawDataTable(block, ctx) {
  const [head, ...body] = rowsOf(block);
  if (typeof block.caption !== "string") throw new Error("data_table needs a caption");
  const size = block.page_size ?? 5;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const caption = freshId("caption");
  const rows = el("tbody");
  const where = el("span", { class: "bk-page-where" });
  const turn = (text, label, step) => el("button", { class: "bk-button bk-small", text, attrs: { type: "button", "aria-label": label }, on: { click: () => show(page + step, true) } });
  const back = turn("‹", "Page before", -1);
  const forth = turn("›", "Page after", 1);
  let page = 0;
  const all = body.map((cells) => el("tr", {}, cells.map((cell, at) => {
    const isHead = at === block.row_header_column_index;
    return drawCell(cell, { tag: isHead ? "th" : "td", scope: isHead ? "row" : null, ctx });
  })));
  function show(to, isTold = false) {
    page = Math.max(0, Math.min(to, pages - 1));
    rows.replaceChildren(...all.slice(page * size, page * size + size));
    where.textContent = `${page * size + 1}–${Math.min(body.length, page * size + size)} of ${body.length}`;
    back.disabled = page === 0;
    forth.disabled = page === pages - 1;
    if (isTold) announce(where.textContent);
  }
  show(0);
  return [
    scroller({ "aria-labelledby": caption }, el("table", { class: "bk-table bk-data-table" },
      el("caption", { attrs: { id: caption, dir: "auto" } }, plain(block.caption, ctx)),
      el("thead", {}, el("tr", {}, head.map((cell) => drawCell(cell, { tag: "th", scope: "col", ctx })))),
      rows)),
    pages > 1 && el("div", { class: "bk-pages", attrs: { role: "group", "aria-label": "Pages" } }, back, where, forth),
  ];
}
