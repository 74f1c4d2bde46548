// What a guided tour does with the page: the same as a person, one step after the other.

import { fetchWorld } from "./server.js";

const PATIENCE = 12_000; // ms; the bot promises an answer within 10 s

export function createHands({ look, state, sees, opens, perform, refresh, send, postWorld, store }) {
  const PEOPLE = {
    agent: (one) => one.title === "Support agent",
    customer: (one) => one.is_stranger,
  };

  async function until(isSo, what) {
    const end = Date.now() + PATIENCE;
    while (!isSo()) {
      if (Date.now() > end) throw new Error(`Nothing came: ${what}`);
      await new Promise((go) => setTimeout(go, 60));
    }
  }

  const cards = () => state().messages.filter((one) => one.user === state().app.bot_user);
  const acting = (prefix) => {
    for (const message of cards().reverse()) {
      for (const block of message.blocks) {
        const element = (block.elements ?? []).find((one) => one.action_id?.startsWith(prefix));
        if (element) return { message, block, element };
      }
    }
    return null;
  };
  let before = 0;

  return {
    async see(kind) {
      const person = state().people.find((one) => !one.is_bot && PEOPLE[kind](one));
      if (look.as !== person.id) sees(person.id);
      await until(() => state().viewer.id === person.id, person.real_name);
    },
    async open(name) {
      const channel = state().channels.find((one) => (name === "dm" ? one.kind === "im" : one.name === name));
      if (!channel) throw new Error(`${state().viewer.real_name} has no ${name} here.`);
      opens(channel.id);
      await until(() => state().channel === channel.id, name);
    },
    async type(text) {
      before = cards().length;
      const answer = await send(text);
      if (answer.ok === false) throw new Error(answer.error);
    },
    /** Waits for a message of the bot's that was not there before the last thing typed. */
    async answered() {
      await until(() => cards().length > before, "an answer");
    },
    async press(prefix) {
      await until(() => acting(prefix), `a button ${prefix}`);
      const { message, block, element } = acting(prefix);
      const chosen = element.type === "button" ? { value: element.value } : { selected_option: element.options[0] };
      const place = { channel: message.channel, ts: message.ts, block_id: block.block_id, action_id: element.action_id };
      await perform("action", { ...place, with: chosen, state: { values: {} } });
    },
    async world(wanted) {
      const { orders } = await fetchWorld();
      const order = orders.find((one) => one.order_number === wanted.order_number);
      await postWorld({ ...wanted, account: order.account, client_key: order.client_key });
      await refresh();
    },
    drawer: (name) => store.go({ drawer: name }),
  };
}
