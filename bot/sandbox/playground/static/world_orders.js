// The orders of the sandbox: how each stands, and what can be done with it.

import { el, freshId, keyed, setAttribute } from "./dom.js";

const MOVES = [
  ["next", "Next", "moves on to what comes next"],
  ["late", "Late", "comes a day later"],
  ["deliver", "Deliver", "arrives now"],
  ["reset", "Reset", "goes back to how it was"],
];

export function createOrders(post, ask) {
  const list = el("ul", { class: "world-orders" });
  const count = el("span", { class: "world-count", attrs: { role: "status" } });
  const search = el("input", {
    class: "world-field",
    attrs: {
      type: "search",
      placeholder: "Number, words or state",
      "aria-label": "Search orders",
      autocomplete: "off",
      spellcheck: "false",
    },
    on: { input: draw },
  });
  const rows = new WeakMap();
  let orders = [];

  function draw() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = orders.filter((order) => words.every((word) => wordsOf(order).includes(word)));
    const shared = repeated(orders.map((order) => `${order.account} ${order.order_number}`));
    const twice = (order) => shared.has(`${order.account} ${order.order_number}`);
    keyed(list, found, keyOf, (order, old) => {
      const row = rows.get(old) ?? createRow(order, post, ask);
      row.show(order, twice(order));
      rows.set(row.element, row);
      return row.element;
    });
    const told = words.length ? `${found.length} of ${orders.length}` : String(orders.length);
    if (count.textContent !== told) count.textContent = told;
  }

  return {
    element: el(
      "section",
      { class: "world-part world-list", attrs: { "aria-label": "Orders" } },
      el("div", { class: "world-search" }, el("h3", { text: "Orders" }), count, search),
      list,
    ),
    update(world) {
      orders = world.orders;
      draw();
    },
  };
}

function createRow(order, post, ask) {
  const number = order.order_number;
  const { account, client_key } = order;
  const id = freshId("order");
  const state = el("span", { class: "world-chip" });
  const late = el("span", { class: "world-chip is-late", text: "Late" });
  const more = el("span", { class: "world-more" });
  const client = el("span", { class: "world-more" });
  let command = "";
  const asking = button("Ask", "", () => ask(command));
  asking.classList.add("is-ask");
  const buttons = MOVES.map(([move, text, meaning]) =>
    button(text, `${text}: ${number} ${meaning}`, async (event) => {
      const pressed = event.currentTarget;
      if (pressed.getAttribute("aria-disabled") === "true") return;
      pressed.setAttribute("aria-busy", "true");
      await post({ do: "move", account, order_number: number, client_key, move });
      pressed.removeAttribute("aria-busy");
    }),
  );
  const element = el(
    "li",
    { class: "world-order", attrs: { "aria-labelledby": id }, data: { order: number, client: client_key } },
    el(
      "div",
      { class: "world-line" },
      el("strong", { text: number, attrs: { id } }),
      state,
      late,
      more,
      client,
    ),
    el("p", { text: order.description }),
    el(
      "div",
      { class: "world-moves", attrs: { role: "group", "aria-label": `Move ${number}` } },
      buttons,
      asking,
    ),
  );

  return {
    element,
    show(told, hasTwin) {
      state.textContent = told.state;
      state.dataset.stage = told.stage;
      late.hidden = !told.is_late;
      more.textContent = told.parcels > 1 ? `${told.arrived} of ${told.parcels} arrived` : "";
      client.textContent = hasTwin ? told.client_key : "";
      // What Wherebot has read before a move it still knows: "live" makes it ask anew.
      command = told.moves ? `/where ${number} live` : `/where ${number}`;
      setAttribute(asking, "aria-label", `Ask Wherebot: ${command}`);
      setAttribute(asking, "title", `Ask Wherebot: ${command}`);
      MOVES.forEach(([move], index) => {
        const can = told.can.includes(move);
        buttons[index].setAttribute("aria-disabled", String(!can));
      });
    },
  };
}

// A button that cannot be used stays in reach: whoever pressed it does not lose the place.
function button(text, title, click) {
  return el("button", {
    class: "world-move",
    text,
    attrs: { type: "button", title, "aria-label": title },
    on: { click },
  });
}

function keyOf(order) {
  return JSON.stringify([order.account, order.order_number, order.client_key]);
}

function wordsOf(order) {
  const late = order.is_late ? "late" : "";
  return [order.order_number, order.description, order.state, order.client_key, late]
    .join(" ")
    .toLowerCase();
}

function repeated(names) {
  const seen = new Set();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}
