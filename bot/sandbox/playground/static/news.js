// Notices what arrived where this person is not looking, as Slack's notifications do.

import { toPlainString } from "./mrkdwn.js";
import { notify } from "./toast.js";

/** `tell()` is called after each snapshot; a notification is made of the message's `text` alone. */
export function watchNews({ state, look, opens }) {
  let seen = null; // ts of the newest notice, for this person

  return {
    tell() {
      const { viewer, notices, people, channels } = state();
      const isFirst = seen?.viewer !== viewer.id;
      const fresh = notices.filter((one) => one.ts > (isFirst ? one.ts : seen.ts));
      const newest = notices.reduce((last, one) => (one.ts > last ? one.ts : last), isFirst ? "" : seen.ts);
      seen = { viewer: viewer.id, ts: newest };
      for (const notice of fresh) {
        if (notice.channel === look.channel && look.tab !== "home" && document.visibilityState === "visible") continue;
        const channel = channels.find((one) => one.id === notice.channel);
        const words = { viewer, person: (id) => people.find((one) => one.id === id), channel: (id) => channels.find((one) => one.id === id), group: () => undefined, now: state().now };
        notify({
          who: people.find((one) => one.id === notice.user)?.real_name ?? "Slackbot",
          where: channel?.kind === "im" ? "" : `#${channel?.name}`,
          text: toPlainString(notice.text, words),
          open: () => opens(notice.channel),
        });
      }
    },
  };
}
