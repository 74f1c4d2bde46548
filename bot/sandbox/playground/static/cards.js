// card, carousel, task_card and plan: small frames with a title.

import { el, safeUrl } from "./dom.js";
import { drawElement } from "./elements.js";
import { drawPicture } from "./image.js";
import { anchor, textOf } from "./mrkdwn.js";
import { drawRichText } from "./rich_text.js";

const line = (text, ctx, names) => text && el("div", { class: names, attrs: { dir: "auto" } }, textOf(text, ctx));

export function drawCard(block, ctx) {
  const { hero_image: hero, title, body, actions } = block;
  if (!hero && !title && !body && !actions) throw new Error("must define one of `hero_image`, `title`, `actions` or `body`");
  return [el("article", { class: "bk-card-box" },
    hero && drawPicture(hero, ctx, { names: "bk-hero" }),
    el("div", { class: "bk-card-head" },
      block.icon && drawPicture(block.icon, ctx, { isPlain: true, names: "bk-card-icon" }),
      block.slack_icon && el("span", { class: "bk-soft", text: "◆", attrs: { role: "img", "aria-label": block.slack_icon.name, title: block.slack_icon.name } }),
      el("div", {}, line(title, ctx, "bk-card-title"), line(block.subtitle, ctx, "bk-soft"))),
    line(body, ctx, "bk-text"),
    actions && el("div", { class: "bk-row" }, actions.map((one) => drawElement(one, block, ctx))))];
}

export function drawCarousel(block, ctx) {
  if (!block.elements?.length) throw new Error("elements is missing");
  const cards = block.elements.map((card) => el("li", { data: { blockId: card.block_id ?? "", blockType: "card" } }, drawCard(card, ctx)));
  return [el("ul", { class: "bk-carousel-row", attrs: { tabindex: "0", "aria-label": `${cards.length} cards` } }, cards)];
}

const STATUSES = { pending: ["○", "Pending"], in_progress: ["◐", "In progress"], complete: ["✓", "Complete"], error: ["✕", "Error"] };

export function drawTask(block, ctx) {
  if (!Object.hasOwn(STATUSES, block.status ?? "")) throw new Error(`unknown status ${JSON.stringify(block.status)}`);
  const [sign, name] = STATUSES[block.status];
  return [el("div", { class: `bk-task bk-task-${block.status}` },
    el("span", { class: "bk-task-sign", text: sign, attrs: { role: "img", "aria-label": name, title: name } }),
    el("div", { class: "bk-task-words" },
      el("div", { class: "bk-card-title", text: block.title, attrs: { dir: "auto" } }),
      block.details && drawRichText(block.details, ctx),
      block.output && drawRichText(block.output, ctx),
      block.sources && el("ul", { class: "bk-sources" }, block.sources.map(({ url, text }) => el("li", { attrs: { dir: "auto" } }, safeUrl(url) ? anchor(safeUrl(url), [text]) : text)))))];
}

export function drawPlan(block, ctx) {
  return [el("section", { class: "bk-plan-box" },
    el("div", { class: "bk-card-title", text: block.title, attrs: { dir: "auto" } }),
    (block.tasks ?? []).map((task) => el("div", { data: { blockType: "task_card", blockId: task.block_id ?? "" } }, drawTask(task, ctx))))];
}
