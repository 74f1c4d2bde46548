// Block Kit as Slack shows it (docs.slack.dev/reference/block-kit/blocks); a block that cannot be
// shown becomes a red box that says why, and never takes another with it.

import { append, el, fragment, freshId, safeUrl } from "./dom.js";
import { drawElement } from "./elements.js";
import { drawPicture } from "./image.js";
import { drawInput } from "./inputs.js";
import { markdown } from "./markdown.js";
import { anchor, textOf } from "./mrkdwn.js";
import { drawRichText } from "./rich_text.js";
import { drawDataTable, drawTable } from "./table.js";
import { drawCard, drawCarousel, drawPlan, drawTask } from "./cards.js";
import { drawChart } from "./chart.js";

const DEEPEST = 20; // a page that is nested without end brings the browser down

const DRAWERS = {
  section: drawSection,
  header: (block, ctx) => [el("h3", { class: "bk-header-text", attrs: { dir: "auto" } }, plainOf(block.text, ctx))],
  divider: () => [el("hr", { class: "bk-rule" })],
  context: (block, ctx) => listed(block).map((one) => drawContextPart(one, ctx)),
  actions: (block, ctx) => listed(block).map((one) => drawElement(one, block, ctx)),
  context_actions: (block, ctx) => listed(block).map((one) => drawElement(one, block, ctx)),
  image: drawImage,
  input: drawInput,
  table: drawTable,
  data_table: drawDataTable,
  data_visualization: drawChart,
  markdown: (block, ctx) => [markdown(needed(block, "text"), ctx)],
  rich_text: drawRichText,
  alert: drawAlert,
  card: drawCard,
  carousel: drawCarousel,
  container: drawContainer,
  video: drawVideo,
  file: drawFileBlock,
  task_card: drawTask,
  plan: drawPlan,
};

/** All blocks of a message, modal or Home. */
export function drawBlocks(blocks, ctx) {
  if (!Array.isArray(blocks)) return fragment(fault("blocks must be a list", "/blocks"));
  return fragment(blocks.map((block, at) => drawBlock(block, ctx, `/blocks/${at}`)));
}

function drawBlock(block, ctx, pointer, depth = 0) {
  const type = typeof block?.type === "string" ? block.type : "";
  const box = el("div", { class: ["bk-block", `bk-${type.replaceAll("_", "-")}`], data: { blockId: block?.block_id ?? "", blockType: type } });
  try {
    if (!Object.hasOwn(DRAWERS, type)) throw new Error(`unknown block type ${JSON.stringify(block?.type)}`);
    if (depth > DEEPEST) throw new Error("nested too deeply");
    return append(box, DRAWERS[type](block, ctx, pointer, depth));
  } catch (wrong) {
    box.className = "bk-block";
    box.replaceChildren(fault(`${type || "block"}: ${wrong.message}`, pointer));
    return box;
  }
}

/** The red box in the place of what cannot be shown. */
export function fault(message, pointer, what = "block") {
  return el("div", { class: "bk-fault", attrs: { role: "alert" } },
    el("strong", { text: `This ${what} cannot be shown` }), el("span", { text: message }), el("code", { text: `[json-pointer:${pointer}]` }));
}

function needed(block, name) {
  if (block[name] === undefined || block[name] === null) throw new Error(`${name} is missing`);
  return block[name];
}

function listed(block) {
  if (!Array.isArray(block.elements)) throw new Error("elements is missing");
  return block.elements;
}

function plainOf(text, ctx) {
  if (text?.type !== "plain_text") throw new Error("text must be plain_text");
  return textOf(text, ctx);
}

function words(text, ctx, names = "bk-text") {
  return el("div", { class: names, attrs: { dir: "auto" } }, textOf(text, ctx));
}

function drawSection(block, ctx) {
  if (!block.text && !block.fields) throw new Error("must define either `text` or `fields`");
  const fields = block.fields?.map((field) => words(field, ctx, "bk-text bk-field-text"));
  const body = el("div", { class: "bk-section-body" },
    block.text && folded(words(block.text, ctx), block),
    fields && el("div", { class: "bk-fields" }, fields));
  const { accessory } = block;
  if (!accessory) return [body];
  const beside = accessory.type === "image" ? drawPicture(accessory, ctx, { names: "bk-thumb" }) : drawElement(accessory, block, ctx);
  return [body, el("div", { class: "bk-accessory" }, beside)];
}

// Slack folds a long section unless `expand` is true.
const LONG = 700;

function folded(text, { expand }) {
  const length = text.textContent.length + text.querySelectorAll("br").length * 60;
  if (expand || length < LONG) return text;
  text.classList.add("bk-folded");
  const more = el("button", { class: "bk-see-more", text: "See more", attrs: { type: "button", "aria-expanded": "false" } });
  more.addEventListener("click", () => {
    const isFolded = text.classList.toggle("bk-folded");
    more.textContent = isFolded ? "See more" : "See less";
    more.setAttribute("aria-expanded", String(!isFolded));
  });
  return [text, more];
}

function drawContextPart(part, ctx) {
  if (part?.type === "image") return drawPicture(part, ctx, { isPlain: true, names: "bk-context-image" });
  return words(part, ctx);
}

function drawImage(block, ctx) {
  const title = block.title && el("span", {}, plainOf(block.title, ctx));
  return [el("figure", { class: "bk-figure" },
    title && el("figcaption", { class: "bk-image-title", attrs: { dir: "auto" } }, title),
    drawPicture(block, ctx, { title: title?.textContent }))];
}

const LEVELS = { default: ["", "Note"], info: ["ℹ️", "Information"], warning: ["⚠️", "Warning"], error: ["⛔", "Error"], success: ["✅", "Success"] };

function drawAlert(block, ctx) {
  const level = block.level ?? "default";
  if (!Object.hasOwn(LEVELS, level)) throw new Error(`unknown level ${JSON.stringify(level)}`);
  const [sign, name] = LEVELS[level];
  return [el("div", { class: `bk-alert-box bk-alert-${level}`, attrs: { role: level === "error" || level === "warning" ? "alert" : "note", "aria-label": name } },
    sign && el("span", { class: "bk-alert-sign", text: sign, attrs: { "aria-hidden": "true" } }), words(needed(block, "text"), ctx))];
}

function drawContainer(block, ctx, pointer, depth) {
  if (!block.title && !block.rich_text_title) throw new Error("must define either `title` or `rich_text_title`");
  const inner = needed(block, "child_blocks").map((child, at) => drawBlock(child, ctx, `${pointer}/child_blocks/${at}`, depth + 1));
  const id = freshId("container");
  const names = [
    block.icon && drawPicture(block.icon, ctx, { isPlain: true, names: "bk-context-image" }),
    el("div", { class: "bk-container-names", attrs: { id } },
      el("div", { class: "bk-container-title", attrs: { dir: "auto" } }, block.title ? textOf(block.title, ctx) : drawRichText(block.rich_text_title, ctx)),
      block.subtitle && words(block.subtitle, ctx, "bk-soft")),
  ];
  const box = { class: ["bk-container-box", `bk-width-${block.width ?? "standard"}`, block.has_header_divider && "bk-has-rule"], attrs: { role: "group", "aria-labelledby": id } };
  const body = el("div", { class: "bk-container-body" }, inner);
  if (!block.is_collapsible) return [el("section", box, el("div", { class: "bk-container-head" }, names), body)];
  const details = { ...box, props: { open: block.default_collapsed !== true } };
  return [el("details", details, el("summary", { class: "bk-container-head" }, names), body)];
}

function drawVideo(block, ctx) {
  const href = safeUrl(needed(block, "video_url"));
  if (!href) throw new Error("video_url must be a valid HTTPS URL");
  const title = el("span", {}, plainOf(needed(block, "title"), ctx));
  const maker = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  const titleHref = safeUrl(block.title_url) ?? href;
  return [
    maker && el("div", { class: "bk-soft", text: maker, attrs: { dir: "auto" } }),
    el("div", { class: "bk-video-title", attrs: { dir: "auto" } }, anchor(titleHref, [title])),
    block.description && words(block.description, ctx),
    el("a", { class: "bk-video-frame", attrs: { href, target: "_blank", rel: "noopener noreferrer", "aria-label": `Play: ${title.textContent}` } },
      el("span", { class: "bk-play", text: "▶", attrs: { "aria-hidden": "true" } }),
      el("span", { class: "bk-frame-alt", text: needed(block, "alt_text"), attrs: { dir: "auto" } })),
  ];
}

function drawFileBlock(block) {
  return [el("div", { class: "bk-file-card" }, el("span", { text: "📄", attrs: { "aria-hidden": "true" } }), el("span", { text: `Remote file ${needed(block, "external_id")}`, attrs: { dir: "auto" } }))];
}
