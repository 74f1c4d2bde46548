// A panel in the top layer beside its control: lists, menus, calendars.

const GAP = 4;

/** Makes `panel` (in the document beside `control`) a popup; the control's aria-expanded follows. */
export function popup(control, panel, { onClose } = {}) {
  panel.setAttribute("popover", "manual");
  panel.classList.add("bk-popup");
  control.setAttribute("aria-expanded", "false");
  let isOpen = false;

  function place() {
    if (!panel.isConnected) return stop();
    const at = control.getBoundingClientRect();
    const below = innerHeight - at.bottom - GAP * 2;
    const above = at.top - GAP * 2;
    const goesUp = below < Math.min(panel.scrollHeight, 220) && above > below;
    panel.style.minWidth = `${Math.max(at.width, 160)}px`;
    panel.style.maxHeight = `${Math.max(120, Math.min(goesUp ? above : below, 320))}px`;
    const height = panel.offsetHeight;
    panel.style.top = `${goesUp ? at.top - GAP - height : at.bottom + GAP}px`;
    panel.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - panel.offsetWidth - GAP))}px`;
  }

  function stop() {
    removeEventListener("scroll", onScroll, true);
    removeEventListener("resize", place);
    document.removeEventListener("pointerdown", onPress, true);
  }

  const onScroll = (event) => panel.contains(event.target) || place();
  const onPress = (event) => {
    if (!panel.contains(event.target) && !control.parentElement?.contains(event.target)) close();
  };

  function open() {
    if (isOpen || !panel.isConnected) return;
    isOpen = true;
    panel.showPopover();
    control.setAttribute("aria-expanded", "true");
    place();
    addEventListener("scroll", onScroll, true);
    addEventListener("resize", place);
    document.addEventListener("pointerdown", onPress, true);
  }

  function close() {
    if (!isOpen) return;
    isOpen = false;
    stop();
    if (panel.isConnected) panel.hidePopover();
    control.setAttribute("aria-expanded", "false");
    onClose?.();
  }

  return { open, close, place, isOpen: () => isOpen };
}
