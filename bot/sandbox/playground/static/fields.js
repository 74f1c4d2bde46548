// The inputs people write in.

import { announce, el, freshId } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { ariaOf } from "./select.js";

const TYPING_MS = 300;

const placeholderOf = (element, ctx) => element.placeholder && el("span", {}, plain(element.placeholder.text, ctx)).textContent;

function textField(element, port, { type = "text", tag = "input", more = {} } = {}) {
  const kept = port.kept();
  const isArea = tag === "textarea";
  const control = el(tag, {
    class: "bk-field",
    attrs: {
      type: isArea ? null : type, rows: isArea ? 4 : null, dir: "auto", autocomplete: "off",
      placeholder: placeholderOf(element, port.ctx), "aria-label": port.marks.labelledBy ? null : placeholderOf(element, port.ctx) || "Text",
      ...ariaOf(port.marks), ...more,
    },
    props: { value: kept?.value ?? "" },
  });
  dispatches(control, element, port, () => ({ value: control.value === "" ? null : control.value }));
  return control;
}

// `dispatch_action_config`: by default Enter sends, on request every character does. Where nothing is
// to be sent Enter submits the modal.
function dispatches(control, element, port, value) {
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  let timer = 0;
  control.addEventListener("input", () => {
    port.keep(value());
    clearTimeout(timer);
    if (when.includes("on_character_entered")) timer = setTimeout(() => port.choose(value(), { isQuiet: true }), TYPING_MS);
  });
  control.addEventListener("keydown", (event) => {
    const isPlainEnter = event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.isComposing;
    if (!isPlainEnter || control.tagName === "TEXTAREA" || !port.isSent) return;
    event.preventDefault();
    clearTimeout(timer);
    if (when.includes("on_enter_pressed")) port.choose(value(), { isQuiet: true });
  });
}

export function drawTextInput(element, port) {
  const { min_length: least, max_length: most } = element;
  const control = textField(element, port, { tag: element.multiline ? "textarea" : "input", more: { minlength: least, maxlength: most } });
  if (least === undefined && most === undefined) return control;
  const id = freshId("count");
  const count = el("span", { class: "bk-count", attrs: { id } });
  control.setAttribute("aria-describedby", [control.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  const tell = () => {
    const length = [...control.value].length;
    const isShort = least !== undefined && length < least;
    count.textContent = isShort ? `${length} of at least ${least}` : most === undefined ? `${length}` : `${length} / ${most}`;
    count.classList.toggle("bk-count-off", isShort && length > 0);
  };
  control.addEventListener("input", tell);
  tell();
  return [control, count];
}

export const drawEmail = (element, port) => textField(element, port, { type: "email", more: { inputmode: "email" } });
export const drawUrl = (element, port) => textField(element, port, { type: "url", more: { inputmode: "url" } });
export const drawNumber = (element, port) => textField(element, port, { more: { inputmode: element.is_decimal_allowed ? "decimal" : "numeric" } });

function textOfRich(node) {
  if (!node) return "";
  if (node.type === "rich_text") return node.elements.map(textOfRich).join("\n");
  if (node.elements) return node.elements.map(textOfRich).join(node.type === "rich_text_list" ? "\n" : "");
  return node.text ?? node.url ?? (node.name ? `:${node.name}:` : "");
}

function richOf(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

export function drawRichInput(element, port) {
  const control = el("textarea", {
    class: "bk-field",
    attrs: { rows: element.min_lines ?? 4, dir: "auto", placeholder: placeholderOf(element, port.ctx), "aria-label": port.marks.labelledBy ? null : "Text", ...ariaOf(port.marks) },
    props: { value: textOfRich(port.kept()?.rich_text_value) },
  });
  dispatches(control, element, port, () => ({ rich_text_value: control.value ? richOf(control.value) : null }));
  return control;
}

export function drawFile(element, port) {
  const most = element.max_files ?? 10;
  const { upload } = port.ctx;
  const names = el("ul", { class: "bk-chips" });
  const control = el("input", {
    attrs: { type: "file", multiple: most > 1, accept: element.filetypes?.map((one) => `.${one}`).join(","), disabled: !upload, "aria-label": port.marks.labelledBy ? null : "Files", ...ariaOf(port.marks) },
  });
  const list = () => names.replaceChildren(...(port.kept()?.files ?? []).map((file) => el("li", { class: "bk-chosen", text: file.name ?? file.id, attrs: { dir: "auto" } })));
  control.addEventListener("change", async () => {
    const picked = [...control.files].slice(0, most);
    try {
      const files = await Promise.all(picked.map(async (file) => ({ id: await upload(file), name: file.name })));
      await port.choose({ files });
    } catch (wrong) {
      announce(`The upload failed: ${wrong.message}`);
    }
    list();
  });
  list();
  return [control, names, !upload && el("span", { class: "bk-hint", text: "Uploads are not possible here." })];
}
