// Draws what a test gives, with the playground's renderer; what is sent lands in `window.sent`.

import { drawBlocks } from "/static/blocks.js";
import { el } from "/static/dom.js";
import * as dom from "/static/dom.js";
import { createValues } from "/static/inputs.js";
import { drawMessage } from "/static/message.js";
import * as text from "/static/mrkdwn.js";
import { createHome, createModals } from "/static/view.js";

const NOW = 1763640000;
const person = (id, more) => ({ id, name: id.toLowerCase(), real_name: id, title: "", locale: "en-US", tz: "Europe/Berlin", team: "T0HOME", team_name: "Home", is_bot: false, is_restricted: false, is_stranger: false, ...more });
const PEOPLE = [
  person("U0ANNA", { name: "anna", real_name: "Anna Agent", title: "Support" }),
  person("U0GUEST", { name: "guest", real_name: "Gustav Guest", is_restricted: true }),
  person("U0OUTSIDE", { name: "out", real_name: "Olga Outside", team: "T0OTHER", team_name: "Other Ltd", is_stranger: true }),
  person("U0BOT", { name: "wherebot", real_name: "Wherebot", is_bot: true }),
];
const CHANNELS = [
  { id: "C0SUPPORT", name: "support", kind: "channel", members: [] },
  { id: "C0SHARED", name: "shared", kind: "channel", is_ext_shared: true, members: [] },
  { id: "C0SECRET", name: "secret", kind: "channel", is_private: true, members: [] },
  { id: "D0BOT", name: "Wherebot", kind: "im", members: ["U0ANNA", "U0BOT"] },
];
const GROUPS = [{ id: "S0LEADS", handle: "leads" }];
const FILES = {
  F0READYFILE: { name: "status.png", title: "Status", mimetype: "image/png", is_ready: true },
  F0SLOWFILES: { name: "slow.png", title: "Slow", mimetype: "image/png", is_ready: false },
  F0SHEETFILE: { name: "list.csv", title: "List", mimetype: "text/csv", is_ready: true },
};
const of = (list) => (id) => list.find((one) => one.id === id);

window.sent = [];
const note = (entry) => (document.body.dataset.sent = sent.push(entry));
window.app = { answer: { error: null, ack_ms: 40 }, gate: null, suggestions: { options: [] } };
let stage = (window.stage = {});

const reply = async (entry) => {
  note(entry);
  if (app.gate) await app.gate;
  return app.answer;
};

function context(more = {}) {
  const { viewer, ...rest } = more;
  const ctx = {
    surface: "message", place: { channel: "C0SUPPORT", ts: `${NOW}.000100` },
    viewer: { ...PEOPLE[0], ...viewer }, now: NOW,
    people: PEOPLE, channels: CHANNELS, person: of(PEOPLE), channel: of(CHANNELS), group: of(GROUPS),
    file: (id) => FILES[id], fileUrl: (id) => `/file/${id}`, errors: null,
    act: (block, element, chosen) => reply({ did: "act", block: block.block_id, action: element.action_id, with: chosen, state: stage.values?.all().values }),
    suggest: async (block, element, query) => {
      note({ did: "suggest", block: block.block_id, action: element.action_id, query });
      if (app.suggestions.failure) throw new Error(app.suggestions.failure);
      return app.suggestions;
    },
    openUrl: (url) => note({ did: "open", url }),
    ...rest,
  };
  return ctx;
}

const box = document.getElementById("stage");

window.showBlocks = (blocks, more) => {
  stage.values = createValues({ blocks, state: more.state });
  const ctx = context({ ...more, values: stage.values });
  box.replaceChildren(drawBlocks(blocks, ctx));
};
window.showUpload = () => {
  const element = { type: "file_input", action_id: "a" };
  const block = { type: "input", block_id: "b", label: { type: "plain_text", text: "Files" }, element };
  stage.values = createValues({ blocks: [block] });
  box.replaceChildren(drawBlocks([block], context({ values: stage.values, upload: window.upload })));
};
window.showMrkdwn = (written, { ctx = {}, ...options }) => box.replaceChildren(el("div", { class: "bk-text" }, text.mrkdwn(written, context(ctx), options)));
window.showPlain = (written, options) => box.replaceChildren(el("div", { class: "bk-text" }, text.plain(written, context(), options)));
window.preview = (written) => text.toPlainString(written, context());
window.dated = (ts, form, ctx = {}) => text.dateText(ts, form, "fallback", context(ctx));

window.showMessage = (message, more, options) => {
  const hand = (did) => (given, more) => note({ did, ts: given.ts, more: typeof more === "string" ? more : undefined });
  const hands = options.isBare ? {} : { onThread: hand("thread"), onMenu: hand("menu"), onReact: hand("react") };
  const old = options.keeps ? box.querySelector(".message") : undefined;
  const row = drawMessage(message, context(more), { ...hands, ...options, old });
  stage.isSame = row === old;
  if (row !== old) box.replaceChildren(row);
};

const modals = createModals({
  ctxFor: (view, values) => {
    stage.values = values;
    return context({ surface: "modal", place: { view_id: view.id } });
  },
  submit: async (view, state) => reply({ did: "submit", view: view.id, state: state.values }),
  close: async (view, isCleared) => reply({ did: "close", view: view.id, isCleared }),
});
document.body.append(modals.element);
window.showModals = (views) => modals.show(views);

const homeBox = el("div");
const home = createHome(homeBox, { ctxFor: (view, values) => context({ surface: "home", place: { view_id: view.id }, values: (stage.values = values) }) });
window.showHome = (view) => {
  if (!homeBox.isConnected) box.replaceChildren(homeBox);
  home.show(view);
};

/** As if the page had just been opened. */
window.begin = () => {
  modals.show([]);
  for (const open of document.querySelectorAll("dialog[open]")) open.close();
  for (const dialog of document.querySelectorAll(".bk-dialog")) dialog.remove();
  homeBox.remove();
  home.show(null);
  box.replaceChildren();
  sent.length = 0;
  delete document.body.dataset.sent;
  Object.assign(app, { answer: { error: null, ack_ms: 40 }, gate: null, suggestions: { options: [] } });
  stage = window.stage = {};
  delete document.documentElement.dataset.theme;
  document.activeElement?.blur();
};
window.dom = dom;
window.theme = (name) => (document.documentElement.dataset.theme = name);
document.body.dataset.ready = "";
