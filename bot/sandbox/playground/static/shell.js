// The page: puts the parts together and keeps them in step with the server.

import { append, announce, el } from "./dom.js";
import { act, fetchJournal, fetchState, fetchWorld, listen, postWorld } from "./server.js";
import { createContexts } from "./context.js";
import { createDrawer } from "./drawer.js";
import { createHands } from "./hands.js";
import { createPane } from "./pane.js";
import { createStore, kept } from "./store.js";
import { createThread } from "./thread.js";
import { drawPeople } from "./people.js";
import { drawSidebar } from "./sidebar.js";
import { createModals } from "./view.js";
import { watchNews } from "./news.js";
import { openMenu } from "./menu.js";
import { tourItems } from "./tour.js";
import { warn } from "./toast.js";

const store = createStore(() => refresh());
const { look } = store;
let state = null;
let asked = 0;

// What a person does goes through here, so that the page is in step before anybody goes on.
async function perform(verb, more) {
  const answer = await act(look.as, verb, more);
  await refresh();
  return answer;
}

const contexts = createContexts({ state: () => state, perform });
const sees = (person) => store.go({ as: person, channel: "", thread: "", tab: "" });
const opens = (channel, tab = "") => {
  store.go({ channel, tab, thread: "" });
  if (tab === "home") perform("home", {});
  pane.focus();
};

const pane = createPane({
  look,
  state: () => state,
  contexts,
  perform,
  openThread: (ts) => (store.go({ thread: ts }), thread.focus()),
  openTab: (tab) => opens(look.channel, tab),
  inspect: (message) => (store.go({ drawer: "inspector" }), drawer.inspect(message)),
  write: (text) => pane.write(text),
  tourHands: () => hands,
});
const thread = createThread({
  contextFor: contexts.ofMessage,
  onMenu: pane.openMessageMenu,
  onReact: pane.react,
  state: () => state,
  shut: () => store.go({ thread: "" }),
  send: (text) => pane.send(text, look.thread),
});
const drawer = createDrawer({
  fetchJournal,
  fetchWorld,
  postWorld,
  ask: (text) => (opens(pane.roomOfAgents(), ""), hands.type(text)),
  choose: (name) => store.go({ drawer: name }),
});
const modals = createModals({
  ctxFor: contexts.ofView,
  submit: (view, values) => perform("submit", { view_id: view.id, state: values }),
  close: (view, isCleared) => perform("close", { view_id: view.id, is_cleared: isCleared }),
});
const hands = createHands({ look, state: () => state, sees, opens, perform, refresh, send: pane.send, postWorld, store });
const news = watchNews({ state: () => state, look, opens });

const top = el("header", { class: "top" });
const side = el("div", { class: "side-box" });
const lost = el("p", { class: "lost", text: "The playground does not answer; waiting for it …", attrs: { role: "alert", hidden: true } });

document.body.append(
  el("div", { class: "shell" }, top, side, el("main", { class: "center" }, lost, pane.element), thread.element, drawer.element),
);
append(document.body, modals.element);
theme(kept.get("theme"));

async function refresh() {
  const mine = ++asked;
  try {
    const told = await fetchState(look.as, look.channel);
    if (mine === asked) show(told);
  } catch (wrong) {
    if (mine === asked) lost.hidden = false;
  }
}

function show(told) {
  state = told;
  lost.hidden = true;
  store.settle({ as: state.viewer.id, channel: state.channel });
  top.replaceChildren(...drawTop());
  side.replaceChildren(drawSidebar(state, look, opens));
  pane.show();
  const channel = state.channels.find((one) => one.id === state.channel);
  thread.show(look.tab === "home" ? "" : look.thread, state, channel);
  modals.show(state.modals);
  drawer.show(look.drawer, state);
  news.tell();
  document.title = title();
  document.documentElement.dataset.version = state.version;
  if (isRead() && channel?.unread) act(look.as, "read", { channel: channel.id });
}

const isRead = () => look.tab !== "home" && document.visibilityState === "visible";

function title() {
  const unread = state.channels.reduce((sum, one) => sum + (one.id === state.channel ? 0 : one.unread), 0);
  return `${unread ? `(${unread}) ` : ""}${state.viewer.real_name} · Sandbox · Wherebot`;
}

function drawTop() {
  const hadFocus = document.activeElement?.closest(".people") !== null && document.activeElement !== document.body;
  const people = drawPeople(state, (person) => {
    sees(person);
    announce(`Seen as ${state.people.find((one) => one.id === person).real_name}`);
  });
  if (hadFocus) queueMicrotask(() => people.querySelector("[aria-checked=true]")?.focus());
  return [
    el("h1", { class: "brand" }, el("img", { attrs: { src: "/static/icon.svg", alt: "", width: "26", height: "26" } }), "Wherebot"),
    el("p", { class: "eyes", text: "See it as" }),
    people,
    el("div", { class: "top-tools" }, tourButton(), drawer.buttons(look.drawer), themeButton()),
  ];
}

function tourButton() {
  return el("button", {
    class: "toggle",
    text: "Tour",
    attrs: { type: "button", "aria-haspopup": "menu", "aria-expanded": "false" },
    on: { click: (event) => openMenu(event.currentTarget, tourItems(hands, warn), "Tour") },
  });
}

function themeButton() {
  return el("button", {
    class: "icon",
    text: "◐",
    attrs: { type: "button", "aria-label": "Dark or light", title: "Dark or light" },
    on: { click: () => theme(isDark() ? "light" : "dark") },
  });
}

const isDark = () =>
  (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

function theme(name) {
  if (!["dark", "light"].includes(name)) return;
  document.documentElement.dataset.theme = name;
  kept.set("theme", name);
}

// Many changes at once are one redraw; an answer that is overtaken by a newer one is dropped.
let isWaiting = false;
function changed() {
  drawer.changed();
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    refresh();
  }, 30);
}

listen(changed, (isSo) => {
  if (isSo) changed();
  else lost.hidden = false;
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
addEventListener("error", (event) => warn(`The page itself failed: ${event.message}`));
refresh();
