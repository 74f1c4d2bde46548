// What people have chosen and written on a surface, in the shape Slack sends it (`state.values`).

import { el, freshId } from "./dom.js";
import { textOf } from "./mrkdwn.js";
import { drawElement } from "./elements.js";

const DEEPEST = 20; // as deep as containers are drawn

const chosen = (value) => value ?? null;

// Which key each kind of element keeps its value under, and what it begins with.
export const KEPT = {
  plain_text_input: (e) => ({ value: chosen(e.initial_value) }),
  email_text_input: (e) => ({ value: chosen(e.initial_value) }),
  url_text_input: (e) => ({ value: chosen(e.initial_value) }),
  number_input: (e) => ({ value: chosen(e.initial_value) }),
  rich_text_input: (e) => ({ rich_text_value: chosen(e.initial_value) }),
  file_input: () => ({ files: [] }),
  static_select: (e) => ({ selected_option: chosen(e.initial_option) }),
  external_select: (e) => ({ selected_option: chosen(e.initial_option) }),
  radio_buttons: (e) => ({ selected_option: chosen(e.initial_option) }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  users_select: (e) => ({ selected_user: chosen(e.initial_user) }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  channels_select: (e) => ({ selected_channel: chosen(e.initial_channel) }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  conversations_select: (e) => ({ selected_conversation: chosen(e.initial_conversation) }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  datepicker: (e) => ({ selected_date: chosen(e.initial_date) }),
  timepicker: (e) => ({ selected_time: chosen(e.initial_time), ...(e.timezone ? { timezone: e.timezone } : {}) }),
  datetimepicker: (e) => ({ selected_date_time: chosen(e.initial_date_time) }),
};

function* elementsOf(blocks, depth = 0) {
  if (!Array.isArray(blocks) || depth > DEEPEST) return;
  for (const block of blocks) {
    if (!block) continue;
    const own = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    for (const element of own) if (Object.hasOwn(KEPT, element?.type ?? "")) yield [block, element];
    yield* elementsOf(block.child_blocks, depth + 1);
  }
}

/** A store of a surface's values, begun with a view's `state`, else the blocks' initial values. */
export function createValues({ blocks = [], state = null } = {}) {
  let kept = {};
  const values = {
    get: (block, action) => kept[block]?.[action],
    set(block, action, value) {
      kept[block] = { ...kept[block], [action]: value };
    },
    /** Slack's `state`: `{values: {block_id: {action_id: {type, …}}}}`. */
    all: () => ({ values: structuredClone(kept) }),
    /** New blocks: what is still there keeps its value, as with Slack's views.update. */
    seed(newBlocks, newState = null) {
      const before = kept;
      kept = {};
      for (const [block, element] of elementsOf(newBlocks)) {
        const at = [block.block_id ?? "", element.action_id ?? ""];
        const old = [before, newState?.values ?? {}].map((one) => one[at[0]]?.[at[1]]).find((one) => one?.type === element.type);
        values.set(...at, old ?? { type: element.type, ...KEPT[element.type](element) });
      }
    },
  };
  values.seed(blocks, state);
  return values;
}

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

// What Slack itself says about a value before the app hears of it; null when it is good.
const CHECKS = {
  email_text_input: ({ value }) => (EMAIL.test(value) ? null : "Please enter a valid email address."),
  url_text_input: ({ value }) => (/^https?:\/\/\S+\.\S+$/i.test(value) ? null : "Please enter a valid URL."),
  number_input: ({ value }, element) => numberFault(value, element),
  plain_text_input: ({ value }, element) => lengthFault(value, element),
};

function numberFault(value, element) {
  const form = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!form.test(value)) return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
  const { min_value: least, max_value: most } = element;
  if (least !== undefined && Number(value) < Number(least)) return `Please enter a number of at least ${least}.`;
  if (most !== undefined && Number(value) > Number(most)) return `Please enter a number of at most ${most}.`;
  return null;
}

function lengthFault(value, { min_length: least = 0, max_length: most = 3000 }) {
  if (value.length < least) return `Please enter at least ${least} characters.`;
  return value.length > most ? `Please enter at most ${most} characters.` : null;
}

function isEmpty(kept) {
  return Object.entries(kept ?? {}).every(([name, value]) =>
    ["type", "timezone"].includes(name) || value === null || value === "" || value?.length === 0);
}

/** What keeps a modal from being submitted: `{block_id: message}`, empty when nothing does. */
export function problemsIn(blocks, values) {
  const problems = {};
  for (const [block, element] of elementsOf(blocks)) {
    if (block.type !== "input") continue;
    const kept = values.get(block.block_id ?? "", element.action_id ?? "");
    const empty = isEmpty(kept);
    if (empty && !block.optional) problems[block.block_id] = "Please complete this required field.";
    const fault = empty ? null : CHECKS[element.type]?.(kept, element);
    if (fault) problems[block.block_id] = fault;
  }
  return problems;
}

/** An input block: label, element, hint, error. */
export function drawInput(block, ctx) {
  const label = freshId("label");
  const hint = block.hint && freshId("hint");
  const error = freshId("error");
  const message = ctx.errors?.[block.block_id];
  const marks = { labelledBy: label, describedBy: [hint, error].filter(Boolean).join(" "), isInvalid: Boolean(message), isRequired: !block.optional };
  const element = drawElement(block.element, block, ctx, marks);
  return [
    el("div", { class: "bk-label", attrs: { id: label, dir: "auto" }, on: { click: () => element.querySelector("input, textarea, button")?.focus() } },
      textOf(block.label, ctx), block.optional && el("span", { class: "bk-optional", text: " (optional)" })),
    element,
    el("div", { class: "bk-error", attrs: { id: error, role: message ? "alert" : null, dir: "auto" }, text: message ?? "" }),
    block.hint && el("div", { class: "bk-hint", attrs: { id: hint, dir: "auto" } }, textOf(block.hint, ctx)),
  ];
}
