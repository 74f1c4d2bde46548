// Redraws a part of the page only when what it shows has changed, and keeps the focus in it.

const shown = new WeakMap();

/** Lets `box` hold what `draw()` gives; `told` is everything that the drawing depends on. */
export function steady(box, told, draw) {
  const signature = JSON.stringify(told);
  if (shown.get(box) === signature) return;
  shown.set(box, signature);
  const focused = box.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  box.replaceChildren(...draw());
  if (focused) [...box.querySelectorAll("button")].find((one) => nameOf(one) === focused)?.focus();
}

const nameOf = (element) => JSON.stringify({ ...element.dataset }) + (element.getAttribute("aria-label") ?? "");
