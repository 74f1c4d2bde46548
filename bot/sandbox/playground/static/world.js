// The panel over the world behind Slack: its clock, its faults, its orders.

import { el } from "./dom.js";
import { createClock } from "./world_clock.js";
import { createFaults } from "./world_faults.js";
import { createOrders } from "./world_orders.js";

/**
 * `fetchWorld()` and `postWorld(wanted)` give promises of the world, `ask(text)` types a command.
 * What the world refuses is said at the top, in its own words.
 */
export function createWorld({ fetchWorld, postWorld, ask }) {
  const sign = el("p", { class: "world-sign", attrs: { role: "status" } });
  const notice = el("p", { class: "world-notice", attrs: { role: "alert", hidden: true } });

  async function post(wanted) {
    notice.hidden = true;
    try {
      const answer = await postWorld(wanted);
      update(answer?.orders ? answer : await fetchWorld());
      return true;
    } catch (wrong) {
      notice.textContent = wrong.message;
      notice.hidden = false;
      return false;
    }
  }

  const clock = createClock(post);
  const faults = createFaults(post);
  const orders = createOrders(post, ask);
  const head = el("header", { class: "world-head" }, el("h2", { text: "World" }), sign);
  const parts = [clock, faults, orders].map((part) => part.element);

  function update(world) {
    const count = world.faults.slack.length + (world.faults.parcellab ? 1 : 0);
    const broken = count === 1 ? "1 thing is broken" : `${count} things are broken`;
    sign.classList.toggle("is-broken", count > 0);
    const words = count ? broken : "All well";
    if (sign.textContent !== words) sign.textContent = words;
    clock.update(world);
    faults.update(world);
    orders.update(world);
  }

  return {
    element: el(
      "section",
      { class: "world", attrs: { "aria-label": "World" } },
      head,
      notice,
      parts,
    ),
    update,
    setNow: clock.setNow,
  };
}
