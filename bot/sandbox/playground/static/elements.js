// Everything a person can press, choose or write in: one box each, which also shows waiting and failing.

import { announce, append, el, freshId, safeUrl, setAttribute } from "./dom.js";
import { SELECT_TYPES, drawSelect, plainOption } from "./choosers.js";
import { askConfirm } from "./confirm.js";
import { drawDate, drawDateTime, drawTime } from "./pickers.js";
import { drawEmail, drawFile, drawNumber, drawRichInput, drawTextInput, drawUrl } from "./fields.js";
import { popup } from "./popup.js";
import { ariaOf } from "./select.js";
import { plain, textOf } from "./mrkdwn.js";

const ACK_MS = 3000; // docs.slack.dev/interactivity/handling-user-interaction: "within 3 seconds"
const NO_ANSWER = "The app did not respond within 3 seconds.";

const sendings = new Map(); // viewer, place, block and action → what was sent from there last

const DRAWERS = {
  button: drawButton,
  workflow_button: drawButton,
  icon_button: drawIconButton,
  feedback_buttons: drawFeedback,
  overflow: drawOverflow,
  checkboxes: drawChoices,
  radio_buttons: drawChoices,
  datepicker: drawDate,
  timepicker: drawTime,
  datetimepicker: drawDateTime,
  plain_text_input: drawTextInput,
  rich_text_input: drawRichInput,
  email_text_input: drawEmail,
  url_text_input: drawUrl,
  number_input: drawNumber,
  file_input: drawFile,
  ...Object.fromEntries(SELECT_TYPES.map((type) => [type, drawSelect])),
};

export function isElement(type) {
  return Object.hasOwn(DRAWERS, type ?? "");
}

/** One element of `block`; `marks` ties it to an input block's label, hint and error. */
export function drawElement(element, block, ctx, marks = {}) {
  if (!isElement(element?.type)) throw new Error(`unknown element ${JSON.stringify(element?.type)}`);
  const box = el("div", {
    class: "bk-element",
    data: { actionId: element.action_id ?? "", elementType: element.type, focusOnLoad: element.focus_on_load ? "true" : null },
  });
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(ctx.viewer.id)) box.hidden = true;
  const key = JSON.stringify([ctx.viewer.id, ctx.place, block.block_id, element.action_id]);
  append(box, DRAWERS[element.type](element, portOf(element, block, ctx, { marks, sender: { box, key } })));
  const sending = sendings.get(key);
  if (sending) join(box, sending);
  return box;
}

// What an element has to do with the outside: its value, its action, its suggestions.
function portOf(element, block, ctx, { marks, sender }) {
  const at = [block.block_id ?? "", element.action_id ?? ""];
  const keep = (value) => ctx.values?.set(...at, { type: element.type, ...value });
  const isSent = block.type !== "input" || block.dispatch_action === true;
  return {
    ctx,
    marks: { ...marks, label: element.accessibility_label },
    isSent,
    isOptional: block.type === "input" && block.optional === true,
    kept: () => ctx.values?.get(...at),
    keep,
    /** Keeps and sends a choice; false when the person thought better of it. */
    async choose(value, { isQuiet = false } = {}) {
      if (element.confirm && !(await askConfirm(element.confirm, ctx))) return false;
      keep(value);
      if (isSent) await send(sender, () => ctx.act?.(block, element, value), isQuiet);
      return true;
    },
    /** Sends what is no value but a press; `first` runs as soon as the person is sure. */
    async press(value, first) {
      if (element.confirm && !(await askConfirm(element.confirm, ctx))) return;
      first?.();
      await send(sender, () => ctx.act?.(block, element, value));
    },
    suggest: (query) => ctx.suggest(block, element, query),
    open: (url) => openUrl(url, ctx),
  };
}

function openUrl(address, ctx) {
  const href = safeUrl(address);
  if (!href) return;
  if (ctx.openUrl) ctx.openUrl(href);
  else window.open(href, "_blank", "noopener,noreferrer");
}

// Waiting: the controls rest until the app has acknowledged; Slack gives up after three seconds.
// A message may be drawn anew meanwhile: how it went is shown in the boxes drawn since, too.
async function send({ box, key }, act, isQuiet = false) {
  const focused = isQuiet ? -1 : controlsIn(box).indexOf(document.activeElement);
  const sending = { boxes: new Set(), isBusy: !isQuiet, isEnded: false, warning: "", focused };
  sendings.set(key, sending);
  join(box, sending);
  const timer = setTimeout(() => end(key, sending, NO_ANSWER), ACK_MS);
  const answer = await Promise.resolve().then(act).catch((wrong) => ({ error: wrong.message }));
  clearTimeout(timer);
  const refused = answer?.error && `The app did not take this: ${answer.error}`;
  end(key, sending, refused || (answer?.ack_ms > ACK_MS ? NO_ANSWER : ""));
}

function end(key, sending, warning) {
  if (sending.isEnded || sendings.get(key) !== sending) return;
  Object.assign(sending, { isEnded: true, isBusy: false, warning });
  if (!warning) sendings.delete(key);
  for (const box of sending.boxes) showIn(box, sending);
  giveFocusBack(sending);
  sending.boxes.clear();
  if (warning) announce(warning);
}

function giveFocusBack({ boxes, focused }) {
  const isLost = document.activeElement === document.body || document.activeElement === null;
  const box = [...boxes].find((one) => one.isConnected);
  if (isLost && box) controlsIn(box)[focused]?.focus({ preventScroll: true });
}

function join(box, sending) {
  if (!sending.isEnded) sending.boxes.add(box);
  showIn(box, sending);
}

const controlsIn = (box) => [...box.querySelectorAll("button, input, textarea, select")];
const resting = new WeakSet(); // controls that are disabled for as long as the app is waited for

function showIn(box, { isBusy, warning }) {
  setAttribute(box, "aria-busy", isBusy && "true");
  for (const control of controlsIn(box)) {
    if (isBusy ? control.disabled : !resting.delete(control)) continue;
    control.disabled = isBusy;
    if (isBusy) resting.add(control);
  }
  box.querySelector(":scope > .bk-warning")?.remove();
  if (warning) box.append(el("span", { class: "bk-warning", text: "⚠", attrs: { role: "img", "aria-label": warning, title: warning } }));
}

function drawButton(element, port) {
  const styles = { primary: "bk-primary", danger: "bk-danger" };
  if (element.style && !styles[element.style]) throw new Error(`unknown button style ${JSON.stringify(element.style)}`);
  const value = element.value === undefined ? {} : { value: element.value };
  return el("button", {
    class: ["bk-button", styles[element.style]],
    attrs: { type: "button", dir: "auto", "aria-label": element.accessibility_label },
    on: { click: () => port.press(value, () => element.url && port.open(element.url)) },
  }, textOf(element.text, port.ctx), element.url && el("span", { class: "bk-leads-out", text: "↗", attrs: { "aria-hidden": "true" } }));
}

function drawIconButton(element, port) {
  const text = element.accessibility_label ?? element.text.text;
  const icon = { trash: "🗑" }[element.icon];
  if (!icon) throw new Error(`unknown icon ${JSON.stringify(element.icon)}`);
  return el("button", { class: "bk-icon-button", text: icon, attrs: { type: "button", "aria-label": text, title: text }, on: { click: () => port.press({ value: element.value }) } });
}

function drawFeedback(element, port) {
  return [[element.positive_button, "👍"], [element.negative_button, "👎"]].map(([button, sign]) => {
    const text = button.accessibility_label ?? button.text.text;
    const made = el("button", { class: "bk-icon-button", text: sign, attrs: { type: "button", "aria-label": text, title: button.text.text, "aria-pressed": "false" } });
    made.addEventListener("click", () => {
      for (const one of made.parentElement.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === made));
      port.press({ value: button.value });
    });
    return made;
  });
}

function drawOverflow(element, port) {
  const button = el("button", { class: "bk-icon-button bk-more", text: "⋯", attrs: { type: "button", "aria-label": "More actions", "aria-haspopup": "menu" } });
  const items = element.options.map((option) => el("button", {
    class: "bk-option",
    attrs: { type: "button", role: "menuitem", tabindex: "-1", dir: "auto" },
    data: { value: option.value },
    on: { click: () => (shown.close(), button.focus(), port.press({ selected_option: plainOption(option) }, () => option.url && port.open(option.url))) },
  }, el("span", { class: "bk-option-text" }, textOf(option.text, port.ctx)), option.description && el("span", { class: "bk-option-more" }, plain(option.description.text, port.ctx))));
  const menu = el("div", { class: "bk-list", attrs: { role: "menu", "aria-label": "More actions" } }, items);
  const shown = popup(button, menu);
  const open = () => (shown.open(), items[0].focus());
  button.addEventListener("click", () => (shown.isOpen() ? shown.close() : open()));
  menu.addEventListener("keydown", (event) => onMenuKey(event, items, () => (shown.close(), button.focus())));
  return [button, menu];
}

function onMenuKey(event, items, shut) {
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[to % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") shut();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function drawChoices(element, port) {
  const isOne = element.type === "radio_buttons";
  const key = isOne ? "selected_option" : "selected_options";
  const isChosen = (option) => [port.kept()?.[key] ?? []].flat().some((one) => one.value === option.value);
  const name = freshId("choice");
  const boxes = element.options.map((option) => {
    const input = el("input", { attrs: { type: isOne ? "radio" : "checkbox", name, value: option.value }, props: { checked: isChosen(option) } });
    input.addEventListener("change", change);
    return el("label", { class: "bk-choice" }, input, el("span", { class: "bk-choice-words" },
      el("span", { class: "bk-text", attrs: { dir: "auto" } }, textOf(option.text, port.ctx)),
      option.description && el("span", { class: "bk-option-more", attrs: { dir: "auto" } }, textOf(option.description, port.ctx))));
  });
  async function change() {
    const picked = element.options.filter((_, at) => boxes[at].querySelector("input").checked).map(plainOption);
    if (await port.choose({ [key]: isOne ? picked[0] : picked })) return;
    element.options.forEach((option, at) => (boxes[at].querySelector("input").checked = isChosen(option)));
  }
  return el("div", { class: "bk-choices", attrs: { role: isOne ? "radiogroup" : "group", ...ariaOf(port.marks), "aria-required": isOne && port.marks.isRequired ? "true" : null, "aria-label": port.marks.labelledBy ? null : "Options", "aria-invalid": null } }, boxes);
}
