// Tells what arrived: aloud for a screen reader, and as Slack's notification where one looks elsewhere.

import { announce } from "./dom.js";
import { toPlainString } from "./mrkdwn.js";
import { forgetNotifications, notify } from "./toast.js";

/** What Slack notifies of a message by: its text, or the files that came without one. */
export function notificationOf(message, ctx) {
  const names = (message.files ?? []).map((one) => ctx.file(one?.id ?? one)?.name ?? "a file");
  return message.text || !names.length ? toPlainString(message.text, ctx) : `uploaded ${names.join(", ")}`;
}

/** `tell(contextOf)` is called after each snapshot; both are made of a message's `text` alone. */
export function watchNews({ state, look, contextFor, opens }) {
  let heard = { place: "", texts: new Map() };
  let newest = { viewer: "", ts: "" };

  function say() {
    const { viewer, channel, messages } = state();
    const place = `${viewer.id} ${channel}`;
    const texts = new Map(messages.map((one) => [one.ts, one.text]));
    if (place === heard.place && look.tab !== "home") {
      const fresh = messages.filter((one) => one.user !== viewer.id && heard.texts.get(one.ts) !== one.text);
      if (fresh.length) announce(fresh.map((one) => `${nameOf(one.user)}: ${spoken(one)}`).join(". "));
    }
    heard = { place, texts };
  }

  const nameOf = (id) => state().people.find((one) => one.id === id)?.real_name ?? id;
  const spoken = (message) => notificationOf(message, contextFor(message));

  function pop() {
    const { viewer, notices, channels } = state();
    if (newest.viewer !== viewer.id) forgetNotifications();
    const since = newest.viewer === viewer.id ? newest.ts : (notices.at(-1)?.ts ?? "");
    const fresh = notices.filter((one) => one.ts > since);
    newest = { viewer: viewer.id, ts: notices.at(-1)?.ts ?? since };
    for (const notice of fresh) {
      if (notice.channel === look.channel && look.tab !== "home" && document.visibilityState === "visible") continue;
      const channel = channels.find((one) => one.id === notice.channel);
      notify({
        who: nameOf(notice.user),
        where: channel?.kind === "im" ? "" : `#${channel?.name}`,
        text: spoken(notice),
        open: () => opens(notice.channel),
      });
    }
  }

  return {
    tell() {
      say();
      pop();
    },
  };
}
