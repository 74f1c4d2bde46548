// A row of messages, as one person sees it, with the days between them and the unread line.

import { formatted } from "./dates.js";
import { el, keyed } from "./dom.js";
import { drawMessage } from "./message.js";

const CONTINUED_SECONDS = 300; // Slack leaves the name out within five minutes

/** A list that keeps its place: at the end it follows, elsewhere it stays. */
export function createMessages({ label, contextFor, onThread, onMenu, onReact }) {
  const rows = el("div", { class: "messages-rows" });
  const element = el("div", { class: "messages", attrs: { role: "log", "aria-label": label, "aria-live": "off", tabindex: "0" } }, rows);
  let shown = "";
  let follows = true;
  element.addEventListener("scroll", () => {
    follows = element.scrollHeight - element.scrollTop - element.clientHeight < 60;
  });
  new ResizeObserver(() => follows && toEnd()).observe(rows);

  function toEnd() {
    element.scrollTop = element.scrollHeight;
  }

  return {
    element,
    /** Shows `messages`; `place` says where they stand, `unreadFrom` is the first unread ts. */
    show(messages, state, { place, unreadFrom, isInThread, before, isCut }) {
      if (place !== shown) {
        shown = place;
        follows = true;
      }
      const cut = isCut && { key: "cut", day: "Older messages are not shown here" };
      const items = [...(before ? [{ key: "before", node: before }] : []), ...(cut ? [cut] : []), ...lines(messages, state.viewer, unreadFrom)];
      keyed(rows, items, (item) => item.key, (item, old) => {
        if (item.node) return item.node;
        if (item.day) return old ?? divider("day", item.day);
        if (item.isNew) return old ?? divider("new", "New");
        const { message, isContinued } = item;
        return drawMessage(message, contextFor(message), { old, isContinued, isInThread, onThread, onMenu, onReact });
      });
      if (follows) toEnd();
    },
    toEnd() {
      follows = true;
      toEnd();
    },
  };
}

function lines(messages, viewer, unreadFrom) {
  const items = [];
  let day = "";
  let last = null;
  for (const message of messages) {
    const today = dayOf(message.ts, viewer);
    if (today !== day) items.push({ key: `day ${today}`, day: today });
    const isFirstUnread = unreadFrom && message.ts >= unreadFrom && !(last && last.ts >= unreadFrom);
    if (isFirstUnread) items.push({ key: "new", isNew: true });
    items.push({ key: message.ts, message, isContinued: today === day && !isFirstUnread && continues(last, message) });
    day = today;
    last = message;
  }
  return items;
}

const continues = (last, message) =>
  last !== null &&
  last.user === message.user &&
  last.is_ephemeral === message.is_ephemeral &&
  !last.reply_count &&
  message.ts - last.ts < CONTINUED_SECONDS;

const dayOf = (ts, viewer) => formatted(Number(ts), { weekday: "long", day: "numeric", month: "long" }, { viewer });

const divider = (kind, text) => el("div", { class: `divider-${kind}`, attrs: { role: "separator", "aria-label": text } }, el("span", { text }));
