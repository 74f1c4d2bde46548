// Images: our own origin's are shown, others' are framed by their words; nothing is fetched outside.

import { openDialog } from "./confirm.js";
import { el, safeUrl } from "./dom.js";
import { anchor } from "./mrkdwn.js";

/** Shows an image in full size. */
export function openImage(src, alt, title) {
  const body = el("img", { class: "bk-zoomed", attrs: { src, alt } });
  openDialog({ title: title || alt, body, class: "bk-zoom" });
}

/** A picture a button around which zooms it; or a frame that says why there is none. */
export function drawPicture(image, ctx, { title = "", isPlain = false, names = "bk-picture" } = {}) {
  if (typeof image.alt_text !== "string") throw new Error("an image needs alt_text");
  const found = sourceOf(image, ctx);
  if (!found.src) return frame(found, image.alt_text, names);
  const img = el("img", { class: names, attrs: { src: found.src, alt: image.alt_text, loading: "lazy", title: isPlain ? image.alt_text : null } });
  img.addEventListener("error", () => (img.closest(".bk-zoomer") ?? img).replaceWith(frame({ why: "could not be loaded" }, image.alt_text, names)));
  if (isPlain) return img;
  const open = () => (ctx.openImage ?? openImage)(found.src, image.alt_text, title);
  return el("button", { class: "bk-zoomer", attrs: { type: "button", "aria-label": `Enlarge: ${image.alt_text}` }, on: { click: open } }, img);
}

function sourceOf(image, ctx) {
  const { image_url: address, slack_file: file } = image;
  if (Boolean(address) === Boolean(file)) throw new Error("an image needs image_url or slack_file, not both");
  if (file?.id) return fileSource(file.id, ctx);
  const href = safeUrl(address ?? file.url);
  if (!href || !/^https?:/.test(href)) throw new Error("an image's address must be http or https");
  const url = new URL(href);
  return url.origin === location.origin ? { src: href } : { why: url.host, href };
}

function fileSource(id, ctx) {
  const file = ctx.file?.(id);
  if (!file) return { why: `file ${id} is not here` };
  return file.is_ready ? { src: ctx.fileUrl(id) } : { why: "processing …", isBusy: true };
}

function frame({ why, href, isBusy }, alt, names) {
  return el("span", { class: ["bk-frame", names], attrs: { role: href ? "group" : "img", "aria-label": `${alt} (${why})`, "aria-busy": isBusy ? "true" : null } },
    el("span", { class: "bk-frame-alt", text: alt, attrs: { dir: "auto" } }),
    href ? anchor(href, [why]) : el("span", { class: "bk-frame-why", text: why }),
  );
}
