// The workspace's left side: channels, direct messages and the app, as this person has them.

import { el } from "./dom.js";

/** Draws the list; `open(channel, tab)` is called with what was chosen. */
export function drawSidebar(state, look, open) {
  const rooms = state.channels.filter((channel) => channel.kind !== "im");
  const direct = state.channels.filter((channel) => channel.kind === "im");
  return el(
    "nav",
    { class: "side", attrs: { "aria-label": "Channels" } },
    el(
      "p",
      { class: "side-title" },
      state.viewer.team_name,
      el("small", { text: state.viewer.is_stranger ? "another company's workspace" : "a workspace on this machine" }),
    ),
    group("Channels", rooms, (channel) => entry(channel, look, open)),
    group("Direct messages", direct, (channel) => entry(channel, look, open, state.app.name)),
    state.app.has_home && group("Apps", direct, (channel) => home(state, channel, look, open)),
  );
}

function group(title, items, draw) {
  if (!items.length) return null;
  return el(
    "section",
    { class: "side-group" },
    el("h2", { text: title }),
    el("ul", {}, items.map((item) => el("li", {}, draw(item)))),
  );
}

function entry(channel, look, open, name) {
  const isHere = look.channel === channel.id && look.tab !== "home";
  const mark = name ? "●" : channel.is_private ? "🔒" : "#";
  const unread = channel.unread > 0 && !isHere;
  const badge = name ? channel.unread : channel.mentions;
  return el(
    "button",
    {
      class: ["side-entry", isHere && "is-here", unread && "is-unread"],
      attrs: { type: "button", "aria-current": isHere ? "page" : null, title: name ?? `#${channel.name}` },
      data: { channel: channel.id },
      on: { click: () => open(channel.id, "") },
    },
    el("span", { class: "side-mark", text: mark, attrs: { "aria-hidden": "true" } }),
    el("span", { class: "side-name", text: name ?? channel.name }),
    channel.is_ext_shared && el("span", { class: "side-shared", text: "shared", attrs: { title: "Another company reads along" } }),
    unread && el("span", { class: "visually-hidden", text: `${channel.unread} unread` }),
    unread && badge > 0 && el("span", { class: "badge", text: badge, attrs: { "aria-hidden": "true" } }),
  );
}

function home(state, channel, look, open) {
  const isHere = look.tab === "home";
  return el(
    "button",
    {
      class: ["side-entry", isHere && "is-here"],
      attrs: { type: "button", "aria-current": isHere ? "page" : null },
      data: { home: "1" },
      on: { click: () => open(channel.id, "home") },
    },
    el("span", { class: "side-mark", text: "⌂", attrs: { "aria-hidden": "true" } }),
    el("span", { class: "side-name", text: `${state.app.name} · Home` }),
  );
}
