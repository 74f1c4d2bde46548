// Keeps the focus where it was when what held it is drawn again.

const STOPS = "button, input, textarea, a[href], summary";

/** Where the focus is in `box`; call what comes back with the new box. Null when it is not there. */
export function focusIn(box) {
  const stop = document.activeElement;
  const place = box.contains(stop) ? placeOf(stop, box) : null;
  if (!place) return null;
  const caret = typeof stop.selectionStart === "number" ? [stop.selectionStart, stop.selectionEnd] : null;
  return (newBox) => {
    const again = found(place, newBox);
    again?.focus({ preventScroll: true });
    if (caret && typeof again?.selectionStart === "number") again.setSelectionRange(...caret);
  };
}

function placeOf(stop, box) {
  const block = stop.closest("[data-block-id]");
  const within = stop.closest("[data-action-id]") ?? (box.contains(block) ? block : box);
  const at = [...within.querySelectorAll(STOPS)].indexOf(stop);
  return { block: box.contains(block) ? block.dataset.blockId : undefined, action: within.dataset.actionId, at };
}

function found({ block, action, at }, box) {
  const among = (within, name, wanted) => [...within.querySelectorAll(`[data-${name}-id]`)].find((one) => one.dataset[`${name}Id`] === wanted);
  const ofBlock = block === undefined ? box : among(box, "block", block);
  const ofAction = ofBlock && action !== undefined ? among(ofBlock, "action", action) : ofBlock;
  return ofAction?.querySelectorAll(STOPS)[at];
}
