// Slack's selects, each a combobox over its own things to choose from.

import { comboBox, filtered } from "./select.js";
import { el } from "./dom.js";
import { textOf } from "./mrkdwn.js";

const textContent = (text, ctx) => el("span", {}, textOf(text, ctx)).textContent;

/** An option object as an item. */
export function itemOf(option, ctx) {
  if (typeof option?.value !== "string") throw new Error("an option needs text and value");
  return {
    key: option.value,
    text: textContent(option.text, ctx),
    draw: () => textOf(option.text, ctx),
    description: option.description && textContent(option.description, ctx),
    value: plainOption(option),
  };
}

// What Slack sends back of an option.
export function plainOption({ text, value, description }) {
  return { text, value, ...(description ? { description } : {}) };
}

function groupsOf({ options, option_groups: groups }, ctx) {
  if (groups) return groups.map(({ label, options: inside }) => ({ label: textContent(label, ctx), items: inside.map((one) => itemOf(one, ctx)) }));
  if (!options) throw new Error("options or option_groups are missing");
  return [{ label: "", items: options.map((one) => itemOf(one, ctx)) }];
}

const personItem = (person) => ({
  key: person.id,
  text: person.real_name || person.name,
  description: [person.name !== person.real_name && `@${person.name}`, person.is_bot && "app"].filter(Boolean).join(" · "),
  value: person.id,
});
const channelItem = (channel) => ({ key: channel.id, text: `${channel.kind === "im" ? "" : "#"}${channel.name}`, value: channel.id });

function people(ctx) {
  return (ctx.people ?? []).map(personItem);
}

function channels(ctx) {
  return (ctx.channels ?? []).filter((one) => one.kind !== "im").map(channelItem);
}

function conversations(ctx, element) {
  const filter = element.filter ?? {};
  const kindOf = (one) => (one.kind === "im" || one.kind === "mpim" ? one.kind : one.is_private ? "private" : "public");
  return (ctx.channels ?? [])
    .filter((one) => !filter.include || filter.include.includes(kindOf(one)))
    .filter((one) => !(filter.exclude_external_shared_channels && one.is_ext_shared))
    .filter((one) => !(filter.exclude_bot_users && one.kind === "im" && isBotRoom(one, ctx)))
    .map(channelItem);
}

function isBotRoom(channel, ctx) {
  return (channel.members ?? []).some((id) => ctx.person?.(id)?.is_bot);
}

// Where each kind keeps what was chosen, and what it offers.
const KINDS = {
  static_select: { key: "selected_option", prompt: "Choose an option" },
  external_select: { key: "selected_option", prompt: "Choose an option", isRemote: true },
  users_select: { key: "selected_user", prompt: "Choose a person", list: people },
  channels_select: { key: "selected_channel", prompt: "Choose a channel", list: channels },
  conversations_select: { key: "selected_conversation", prompt: "Choose a conversation", list: conversations },
  multi_static_select: { key: "selected_options", prompt: "Choose options", isMulti: true },
  multi_external_select: { key: "selected_options", prompt: "Choose options", isMulti: true, isRemote: true },
  multi_users_select: { key: "selected_users", prompt: "Choose people", isMulti: true, list: people },
  multi_channels_select: { key: "selected_channels", prompt: "Choose channels", isMulti: true, list: channels },
  multi_conversations_select: { key: "selected_conversations", prompt: "Choose conversations", isMulti: true, list: conversations },
};

export const SELECT_TYPES = Object.keys(KINDS);

export function drawSelect(element, port) {
  const kind = KINDS[element.type];
  const { ctx } = port;
  const now = port.kept()?.[kind.key] ?? (kind.isMulti ? [] : null);
  const chosen = [now].flat().filter((one) => one !== null);
  const groups = kind.list ? [{ label: "", items: kind.list(ctx, element) }] : kind.isRemote ? [] : groupsOf(element, ctx);
  const known = new Map(groups.flatMap((group) => group.items).map((item) => [item.key, item]));
  const itemFor = (one) => (typeof one === "string" ? known.get(one) ?? { key: one, text: one, value: one } : itemOf(one, ctx));
  return comboBox({
    placeholder: element.placeholder ? textContent(element.placeholder, ctx) : kind.prompt,
    chosen: chosen.map(itemFor),
    isMulti: kind.isMulti,
    isRemote: kind.isRemote,
    isClearable: port.isOptional,
    max: element.max_selected_items,
    minLength: kind.isRemote ? element.min_query_length ?? 3 : 0,
    load: kind.isRemote ? async (query) => groupsOf(await port.suggest(query), ctx) : (query) => filtered(groups, query),
    onChange: (items) => port.choose({ [kind.key]: kind.isMulti ? items.map((one) => one.value) : items[0]?.value ?? null }),
    marks: port.marks,
  });
}
