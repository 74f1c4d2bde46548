// Modals (a stack, the topmost shown) and App Home.

import { drawBlocks } from "./blocks.js";
import { announce, el, fragment, freshId } from "./dom.js";
import { focusIn } from "./focus.js";
import { createValues, problemsIn } from "./inputs.js";
import { plain } from "./mrkdwn.js";

function redrawn(box, draw) {
  const refocus = focusIn(box);
  const { scrollTop } = box;
  box.replaceChildren(draw());
  box.scrollTop = scrollTop;
  refocus?.(box);
}

/**
 * The stack of modals. `ctxFor(view, values)` gives a view's ctx, `submit(view, state)` and
 * `close(view, isCleared)` tell the app. Call `show(views)` with every snapshot.
 */
export function createModals({ ctxFor, submit, close }) {
  const titleId = freshId("modal");
  const title = el("h2", { class: "modal-title", attrs: { id: titleId, dir: "auto" } });
  const back = el("button", { class: "bk-icon-button modal-back", text: "‹", attrs: { type: "button", "aria-label": "Back" }, on: { click: () => leave(false) } });
  const cross = el("button", { class: "bk-icon-button", text: "✕", attrs: { type: "button", "aria-label": "Close" }, on: { click: () => leave(true) } });
  const body = el("div", { class: "modal-body" });
  const failure = el("div", { class: "modal-failure", attrs: { role: "alert" } });
  const closer = el("button", { class: "bk-button", attrs: { type: "button" }, on: { click: () => leave(false) } });
  const sender = el("button", { class: "bk-button bk-primary modal-submit", attrs: { type: "submit" } });
  const form = el("form", { class: "modal-form", attrs: { novalidate: true, autocomplete: "off" } },
    el("header", { class: "modal-head" }, back, title, cross), body, failure, el("footer", { class: "modal-foot" }, closer, sender));
  const element = el("dialog", { class: "modal", attrs: { "aria-labelledby": titleId, tabindex: "-1" } }, form);
  const held = new Map(); // view id → {values, hash}
  let stack = [];
  let shown = "";
  let shownId = "";
  let problems = null; // what the form itself found, until it is sent
  let isBusy = false;
  let pressed = null; // the button whose work is waited for

  const top = () => stack.at(-1);

  function contextOf(view) {
    const { values } = held.get(view.id);
    const ctx = ctxFor(view, values);
    return Object.assign(ctx, { values, errors: problems ?? view.errors ?? null });
  }

  function hold(view) {
    const before = held.get(view.id);
    if (!before) held.set(view.id, { values: createValues({ blocks: view.blocks, state: view.state }), hash: view.hash });
    else if (before.hash !== view.hash) {
      before.values.seed(view.blocks, view.state);
      before.hash = view.hash;
    }
  }

  function draw(view) {
    title.replaceChildren(plain(view.title?.text ?? "", {}));
    back.hidden = stack.length < 2;
    element.dataset.viewId = view.id;
    element.dataset.callbackId = view.callback_id ?? "";
    sender.hidden = !view.submit;
    sender.replaceChildren(plain(view.submit?.text ?? "Submit", {}));
    closer.replaceChildren(plain(view.close?.text ?? (view.submit ? "Cancel" : "Close"), {}));
    const ctx = contextOf(view);
    redrawn(body, () => drawBlocks(view.blocks, ctx));
    const wrong = Object.keys(ctx.errors ?? {});
    if (wrong.length) focusOn(wrong);
  }

  function focusOn(blocks) {
    const first = [...body.querySelectorAll("[data-block-id]")].find((one) => blocks.includes(one.dataset.blockId));
    first?.querySelector(".bk-element :is(input, textarea, button)")?.focus();
    announce("Please correct the marked fields.");
  }

  function enter(isFirst) {
    const wanted = body.querySelector("[data-focus-on-load] :is(input, textarea, button)");
    const first = body.querySelector("input:not([type=hidden]), textarea, .bk-pick");
    if (isFirst || !element.contains(document.activeElement)) (wanted ?? first ?? (sender.hidden ? closer : sender)).focus();
  }

  // What rests cannot hold the focus: the dialog does meanwhile, and gives it back.
  function rest(isSo) {
    const buttons = [sender, closer, back, cross];
    if (isSo) pressed = buttons.find((one) => one === document.activeElement) ?? null;
    isBusy = isSo;
    element.toggleAttribute("data-busy", isSo);
    form.setAttribute("aria-busy", String(isSo));
    for (const one of buttons) one.disabled = isSo;
    if (!pressed) return;
    if (isSo) element.focus();
    else if (document.activeElement === element) pressed.focus();
  }

  async function send() {
    const view = top();
    if (!view || isBusy || !view.submit || view.submit_disabled) return;
    const { values } = held.get(view.id);
    const hadProblems = problems !== null;
    const now = problemsIn(view.blocks, values);
    failure.textContent = "";
    problems = Object.keys(now).length ? now : null;
    if (problems || hadProblems) draw(view);
    if (problems) return;
    rest(true);
    const answer = await submit(view, values.all()).catch((wrong) => ({ error: wrong.message }));
    rest(false);
    if (answer?.error) failure.textContent = `We had some trouble connecting. Try again? (${answer.error})`;
  }

  async function leave(isCleared) {
    const view = top();
    if (!view || isBusy) return;
    rest(true);
    const answer = await close(view, isCleared).catch((wrong) => ({ error: wrong.message }));
    rest(false);
    if (answer?.error) failure.textContent = `This could not be closed: ${answer.error}`;
  }

  function show(views) {
    stack = views;
    const view = top();
    for (const id of held.keys()) if (!views.some((one) => one.id === id)) held.delete(id);
    if (!view) {
      if (element.open) element.close();
      shown = shownId = "";
      return;
    }
    views.forEach(hold);
    const drawing = JSON.stringify([view.id, view.hash, view.errors ?? null, views.length]);
    if (drawing === shown && element.open) return;
    const isOther = shownId !== view.id;
    [shown, shownId] = [drawing, view.id];
    if (isOther) failure.textContent = "";
    problems = null;
    if (!element.open) element.showModal();
    draw(view);
    enter(isOther);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) leave(false);
  });
  element.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave(false);
  });
  // A browser lets a page refuse to close a dialog only once: it is closed when the app's Slack says so.
  element.addEventListener("close", () => {
    if (!top() || element.open) return;
    element.showModal();
    enter(true);
  });
  return { show, element };
}

/** App Home in `host`. */
export function createHome(host, { ctxFor }) {
  let values = null;
  let shown = "";
  return {
    show(view) {
      const drawing = view ? JSON.stringify([view.id, view.hash]) : "none";
      if (drawing === shown) return;
      shown = drawing;
      if (!view) {
        values = null;
        host.replaceChildren(el("p", { class: "home-empty", text: "This app has not drawn its Home yet." }));
        return;
      }
      if (values) values.seed(view.blocks, view.state);
      else values = createValues({ blocks: view.blocks, state: view.state });
      const ctx = Object.assign(ctxFor(view, values), { values });
      redrawn(host, () => fragment(el("div", { class: "home", data: { viewId: view.id } }, drawBlocks(view.blocks, ctx))));
    },
  };
}
