// The first minute: four things to see, each one click, done the way a person would do them.

import { el } from "./dom.js";

/**
 * Each step gets `hands`: see(person), open(channel name or "dm", tab?), type(text), answered(),
 * press(action prefix), world(wanted), drawer(name). They go through the same doors as typing.
 */
const TOURS = [
  {
    id: "agent",
    icon: "📦",
    title: "An agent asks",
    words: "A support agent types /where PK1004 and reads the answer; nobody else sees it.",
    async run(hands) {
      await hands.see("agent");
      await hands.open("support");
      await hands.type("/where PK1004");
    },
  },
  {
    id: "customer",
    icon: "💬",
    title: "A customer asks",
    words: "Somebody from another company asks for their parcel: whoever knows its postal code is shown it.",
    async run(hands) {
      await hands.see("customer");
      await hands.open("dm");
      await hands.type("hi, has my parcel PK1025 arrived?");
    },
  },
  {
    id: "share",
    icon: "📣",
    title: "Share to a channel",
    words: "An agent shares a card: the channel gets it without names and addresses.",
    async run(hands) {
      await hands.see("agent");
      await hands.open("support");
      await hands.type("/where PK1017");
      await hands.answered();
      await hands.press("card:share");
    },
  },
  {
    id: "late",
    icon: "⏰",
    title: "A channel is told once",
    words: "#delays watches PK1029; the courier loses time, and a few seconds later the channel knows.",
    async run(hands) {
      await hands.see("agent");
      await hands.open("delays");
      await hands.type("/where watch PK1029 here");
      await hands.answered();
      hands.drawer("world");
      await hands.world({ do: "move", order_number: "PK1029", move: "late" });
    },
  },
];

async function take(tour, hands, failed) {
  try {
    await tour.run(hands);
  } catch (wrong) {
    failed(wrong.message);
  }
}

/** The four suggestions as a menu; `hands` does what a person would. */
export const tourItems = (hands, failed) =>
  TOURS.map((tour) => ({ text: `${tour.icon} ${tour.title}`, words: tour.words, run: () => take(tour, hands, failed) }));

/** The same as cards, for an empty channel. */
export function drawTour(hands, failed) {
  return el(
    "section",
    { class: "tour", attrs: { "aria-labelledby": "tour-title" } },
    el("h2", { text: "Wherebot is in this workspace. Try it:", attrs: { id: "tour-title" } }),
    el("div", { class: "tour-cards" }, TOURS.map((tour) => card(tour, hands, failed))),
    el("p", { class: "tour-foot", text: "Or type: /where PK1017 PK1029 PK1011 asks for several at once. Switch people above to see the same channel with their eyes; Inspector shows what Slack and the app say to each other, World the orders behind it." }),
  );
}

const card = (tour, hands, failed) =>
  el(
    "button",
    {
      class: "tour-card",
      attrs: { type: "button" },
      data: { tour: tour.id },
      on: { click: () => take(tour, hands, failed) },
    },
    el("span", { class: "tour-icon", text: tour.icon, attrs: { "aria-hidden": "true" } }),
    el("span", { class: "tour-title", text: tour.title }),
    el("span", { class: "tour-words", text: tour.words }),
  );
