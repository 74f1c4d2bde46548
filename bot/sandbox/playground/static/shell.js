// The page: puts the parts together and keeps them in step with the server.

import { append, announce, el } from "./dom.js";
import { act, fetchJournal, fetchState, fetchWorld, listen, postWorld } from "./server.js";
import { createContexts } from "./context.js";
import { createDrawer } from "./drawer.js";
import { createHands } from "./hands.js";
import { createPane } from "./pane.js";
import { steady } from "./steady.js";
import { createStore, kept } from "./store.js";
import { createThread } from "./thread.js";
import { drawPeople } from "./people.js";
import { drawSidebar } from "./sidebar.js";
import { createModals } from "./view.js";
import { watchNews } from "./news.js";
import { openMenu } from "./menu.js";
import { tourItems } from "./tour.js";
import { warn } from "./toast.js";

const store = createStore(() => (isShown() ? show(state) : refresh()));
const { look } = store;
let state = null;
let asked = 0;

// What a person does goes through here, so that the page is in step before anybody goes on.
// Somebody presses what was drawn for them: `as` is they, whoever is looked at by now.
async function perform(verb, more, as = look.as) {
  const answer = await act(as, verb, more);
  await refresh();
  return answer;
}

const contexts = createContexts({ state: () => state, perform });
const sees = (person) => store.go({ as: person, channel: "", thread: "", tab: "" });
const opens = (channel, tab = "") => {
  store.go({ channel, tab, thread: "" });
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
  send: (text, files) => pane.send(text, look.thread, files),
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
const news = watchNews({ state: () => state, look, contextFor: contexts.ofMessage, opens });

const top = el("header", { class: "top" });
const side = el("div", { class: "side-box" });
const lost = el("p", { class: "lost", text: "The playground does not answer; waiting for it …", attrs: { role: "alert", hidden: true } });

document.body.append(
  el("div", { class: "shell" }, top, side, el("main", { class: "center" }, lost, pane.element), thread.element, drawer.element),
);
append(document.body, modals.element);
theme(kept.get("theme"));

const isShown = () => state !== null && state.viewer.id === look.as && state.channel === look.channel;

async function refresh() {
  const mine = ++asked;
  const told = await fetchState(look.as, look.channel).catch(() => null);
  if (mine !== asked) return; // a newer one was asked for meanwhile
  lost.hidden = told !== null;
  if (told) show(told);
}

function show(told) {
  state = told;
  store.settle({ as: state.viewer.id, channel: state.channel });
  const { viewer, people, channels, app } = state;
  steady(top, [viewer.id, people, look.drawer], drawTop);
  steady(side, [viewer.id, channels, app, look.channel, look.tab], () => [drawSidebar(state, look, opens)]);
  pane.show();
  const channel = channels.find((one) => one.id === state.channel);
  thread.show(look.tab === "home" ? "" : look.thread, state, channel);
  modals.show(state.modals);
  drawer.show(look.drawer, state);
  news.tell();
  enterHome();
  document.title = title();
  document.documentElement.dataset.version = state.version;
  if (isRead() && channel.unread) act(look.as, "read", { channel: channel.id });
}

// Whoever comes to the app's Home opens it, however they got there.
let homeOf = "";
function enterHome() {
  const now = look.tab === "home" ? state.viewer.id : "";
  const isNew = now && now !== homeOf;
  homeOf = now;
  if (isNew) perform("home", {});
}

const isRead = () => look.tab !== "home" && document.visibilityState === "visible";

function title() {
  const unread = state.channels.reduce((sum, one) => sum + (one.id === state.channel ? 0 : one.unread), 0);
  return `${unread ? `(${unread}) ` : ""}${state.viewer.real_name} · Sandbox · Wherebot`;
}

function drawTop() {
  const people = drawPeople(state, (person) => {
    sees(person);
    announce(`Seen as ${state.people.find((one) => one.id === person).real_name}`);
  });
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

// Many changes at once are one redraw; what this page has seen already is none.
let isWaiting = false;
function changed(version) {
  drawer.changed();
  if (isWaiting || state?.version === version) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    refresh();
  }, 30);
}

const failed = (why) => {
  console.error(why);
  warn(`The page itself failed: ${why?.message ?? why}`);
};
addEventListener("error", (event) => failed(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => failed(event.reason));
listen(changed, () => (lost.hidden = false));
refresh();
