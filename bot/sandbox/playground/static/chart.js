// data_visualization as what a screen reader needs anyway: a table, with bars beside the numbers.

import { el, freshId } from "./dom.js";

/** Rows `[label, series, value]` of a pie, or of a line, bar or area chart. */
function rowsOf(chart) {
  if (Array.isArray(chart.segments)) return chart.segments.map(({ label, value }) => [label, "", value]);
  if (!Array.isArray(chart.series)) throw new Error("a chart needs segments or series");
  return chart.series.flatMap(({ name, data }) => data.map(({ label, value }) => [label, name, value]));
}

export function drawChart(block) {
  const rows = rowsOf(block.chart ?? {});
  const most = Math.max(...rows.map(([, , value]) => Math.abs(value)), 0) || 1;
  const hasSeries = rows.some(([, series]) => series);
  const id = freshId("chart");
  const cells = rows.map(([label, series, value]) => {
    const bar = el("div", { class: "bk-bar", attrs: { "aria-hidden": "true" } });
    bar.style.width = `${Math.round((Math.abs(value) / most) * 100)}%`;
    return el("tr", {},
      el("th", { text: label, attrs: { scope: "row", dir: "auto" } }),
      hasSeries && el("td", { text: series, attrs: { dir: "auto" } }),
      el("td", { class: "bk-align-right", text: value }),
      el("td", { class: "bk-bar-cell" }, bar));
  });
  return [el("div", { class: "bk-table-box", attrs: { role: "region", tabindex: "0", "aria-labelledby": id } }, el("table", { class: "bk-table bk-chart" },
    el("caption", { text: block.title ?? "", attrs: { id, dir: "auto" } }), el("tbody", {}, cells)))];
}
