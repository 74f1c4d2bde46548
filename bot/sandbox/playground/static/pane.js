// The middle: one channel or direct message (or the app's Home), and where one writes.

import { written } from "./attach.js";
import { el } from "./dom.js";
import { createComposer } from "./composer.js";
import { createMessages } from "./conversation.js";
import { closeEdit, openEdit } from "./edit.js";
import { openMenu } from "./menu.js";
import { notificationOf } from "./news.js";
import { steady } from "./steady.js";
import { notify, warn } from "./toast.js";
import { drawTour } from "./tour.js";
import { createHome } from "./view.js";

const REACTIONS = [["eyes", "👀"], ["white_check_mark", "✅"], ["package", "📦"], ["thumbsup", "👍"]];

export function createPane({ look, state, contexts, perform, openThread, openTab, inspect, write, tourHands }) {
  const head = el("header", { class: "pane-head" });
  const list = createMessages({ label: "Messages", contextFor: contexts.ofMessage, onThread: (message) => openThread(message.thread_ts || message.ts), onMenu: openMessageMenu, onReact: react });
  const composer = createComposer({ send: (text, files) => send(text, "", files), state, label: "Message", openShortcuts });
  const homeBox = el("div", { class: "home-box", attrs: { hidden: true } });
  const home = createHome(homeBox, { ctxFor: contexts.ofView });
  const element = el("section", { class: "pane", attrs: { "aria-label": "Conversation" } }, head, list.element, composer.element, homeBox);
  composer.dropOn(element);
  let tour = null;
  let place = "";
  let unread = { channel: "", as: "", from: "" };

  /** Sends what was typed: a command, or a message. */
  async function send(text, threadTs = "", files = []) {
    const place = { channel: look.channel, ...(threadTs && { thread_ts: threadTs }) };
    const isCommand = /^\/\S/.test(text) && !files.length; // behind a space it is a message like any other
    list.toEnd();
    if (isCommand) return perform("command", { ...place, text: text.trim() });
    const as = look.as;
    const sent = await Promise.all(files.map(written)).catch((wrong) => wrong);
    if (sent instanceof Error) return { ok: false, error: sent.message };
    return perform("message", { ...place, text: text.trim(), files: sent }, as);
  }

  async function react(message, name) {
    complain(await perform("react", { channel: message.channel, ts: message.ts, name }));
  }

  const complain = (answer) => {
    const error = answer.ok === false ? answer.error : answer.exchange?.error;
    if (error) warn(answer.ok === false ? error : `The app did not take it: ${error}`);
  };

  function openShortcuts(anchor) {
    const global = state().shortcuts.filter((one) => one.type === "global");
    openMenu(anchor, global.map((one) => ({ text: one.name, words: one.description, run: async () => complain(await perform("shortcut", { callback_id: one.callback_id, channel: look.channel })) })), "Shortcuts");
  }

  function openMessageMenu(message, anchor) {
    const place = { channel: message.channel, ts: message.ts };
    const isOwn = message.user === state().viewer.id;
    const shortcuts = message.is_ephemeral ? [] : state().shortcuts.filter((one) => one.type === "message");
    const reactions = message.is_ephemeral ? [] : [{ label: "React", row: REACTIONS.map(([name, text]) => ({ text, label: `React with ${name}`, run: () => react(message, name) })) }];
    openMenu(anchor, [
      ...reactions,
      ...(message.is_ephemeral ? [] : [{ text: "Reply in thread", run: () => openThread(message.thread_ts || message.ts) }]),
      ...shortcuts.map((one) => ({ text: one.name, words: state().app.name, run: async () => complain(await perform("shortcut", { ...place, callback_id: one.callback_id })) })),
      { text: "Show its notification", run: () => notify({ who: nameOf(message.user), text: notificationOf(message, contexts.ofMessage(message)) }) },
      { text: "Show in inspector", run: () => inspect(message) },
      ...(isOwn ? [{ text: "Edit message", run: () => openEdit(message, contexts.ofMessage(message), composer.element, async (text) => complain(await perform("edit", { ...place, text }))) }, { text: "Delete message", isDanger: true, run: async () => complain(await perform("delete", place)) }] : []),
    ], "Message actions");
  }

  const nameOf = (id) => state().people.find((one) => one.id === id)?.real_name ?? id;

  function drawHead(channel) {
    const now = state();
    const isDirect = channel.kind === "im";
    const outsiders = channel.members.filter((id) => now.people.find((one) => one.id === id)?.is_stranger).length;
    return [
      el("h2", { text: isDirect ? now.app.name : `#${channel.name}` }),
      channel.topic && el("p", { class: "topic", text: channel.topic }),
      channel.is_ext_shared && el("p", { class: "shared", text: `Shared with another company (${outsiders} from outside)` }),
      isDirect && now.app.has_home && tabs(),
    ].filter(Boolean);
  }

  const tabs = () =>
    el("div", { class: "tabs", attrs: { role: "tablist", "aria-label": state().app.name } },
      [["", "Messages"], ["home", "Home"]].map(([tab, text]) =>
        el("button", { text, class: look.tab === tab ? "is-here" : "", attrs: { type: "button", role: "tab", "aria-selected": String(look.tab === tab) }, on: { click: () => openTab(tab) } })));

  /** Where the unread line stands is settled when a channel is opened, and stays there. */
  function unreadFrom(channel, messages) {
    if (unread.channel !== channel.id || unread.as !== state().viewer.id) {
      const first = channel.unread ? messages.find((one) => one.ts > state().read_ts && one.user !== state().viewer.id) : null;
      unread = { channel: channel.id, as: state().viewer.id, from: first?.ts ?? "" };
    }
    return unread.from;
  }

  return {
    element,
    send,
    react,
    openMessageMenu,
    write: (text) => composer.write(text),
    focus: () => (look.tab === "home" ? head.querySelector(".is-here")?.focus() : composer.focus()),
    roomOfAgents: () => state().channels.find((one) => one.name === "support")?.id ?? look.channel,
    show() {
      const now = state();
      const channel = now.channels.find((one) => one.id === now.channel);
      const isHome = look.tab === "home";
      if (!channel) return;
      const isElsewhere = place !== `${now.viewer.id} ${channel.id}`;
      place = `${now.viewer.id} ${channel.id}`;
      if (isElsewhere || isHome) closeEdit();
      steady(head, [channel, look.tab, now.app, now.viewer.id], () => drawHead(channel));
      list.element.hidden = composer.element.hidden = isHome;
      homeBox.hidden = !isHome;
      home.show(isHome ? now.home : null);
      const messages = now.messages.filter((one) => !one.thread_ts || one.thread_ts === one.ts || one.is_broadcast);
      const isFirst = channel.kind === "im" || channel.id === now.channels[0].id;
      tour = messages.length || !isFirst ? null : (tour ?? drawTour(tourHands(), warn));
      list.show(messages, now, { place, isCut: now.is_cut, unreadFrom: unreadFrom(channel, messages), before: tour });
      const hasShortcuts = now.shortcuts.some((one) => one.type === "global");
      composer.stand({ place, hasShortcuts, label: channel.kind === "im" ? `Message ${now.app.name}` : `Message #${channel.name}` });
    },
  };
}
