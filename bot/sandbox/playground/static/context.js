// What the Block Kit renderer is told about the viewer, and how what people press gets to the app.

import { written } from "./attach.js";
import { openImage } from "./image.js";

/** Contexts for messages and views; the latest snapshot is asked for at each drawing. */
export function createContexts({ state, perform }) {
  function base(surface, place) {
    const now = state();
    const of = (list) => new Map(list.map((one) => [one.id, one]));
    const people = of(now.people);
    const channels = of(now.channels);
    const groups = of(now.groups);
    return {
      surface,
      place,
      viewer: now.viewer,
      now: now.now,
      people: now.people,
      channels: now.channels,
      person: (id) => people.get(id),
      channel: (id) => channels.get(id),
      group: (id) => groups.get(id),
      file: (id) => now.files[id],
      fileUrl: (id) => `/file/${encodeURIComponent(id)}?as=${encodeURIComponent(now.viewer.id)}`,
      openImage,
      errors: null,
    };
  }

  function acting(context, target) {
    const at = (block, element) => ({ ...target, block_id: block.block_id, action_id: element.action_id });
    return Object.assign(context, {
      act: async (block, element, chosen) => {
        const deed = { ...at(block, element), with: chosen, state: context.values?.all() ?? { values: {} } };
        const answer = await perform("action", deed, context.viewer.id);
        if (answer.ok === false) return { error: answer.error };
        return { error: answer.exchange?.error ?? null, ack_ms: answer.exchange?.ack_ms };
      },
      suggest: async (block, element, text) => {
        const answer = await perform("suggest", { ...at(block, element), value: text }, context.viewer.id);
        if (answer.ok === false) throw new Error(answer.error);
        return answer;
      },
    });
  }

  return {
    ofMessage(message) {
      const place = { channel: message.channel, ts: message.ts };
      return acting(base("message", place), place);
    },
    ofView(view, values) {
      const place = { view_id: view.id };
      const context = base(view.type === "home" ? "home" : "modal", place);
      const upload = async (file) => {
        const answer = await perform("upload", { files: [await written(file)] }, context.viewer.id);
        if (answer.ok === false) throw new Error(answer.error);
        return answer.files[0];
      };
      return acting(Object.assign(context, { values, upload, errors: view.errors ?? null }), place);
    },
  };
}
