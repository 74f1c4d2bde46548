// A small menu beside the thing it belongs to.

import { el } from "./dom.js";

let open = null;

export function closeMenu() {
  open?.();
}

/** Opens a menu at `anchor`; items are {text, words?, run, isDanger?} or {row: [items]}. */
export function openMenu(anchor, items, label) {
  closeMenu();
  const menu = el(
    "div",
    { class: "menu", attrs: { role: "menu", "aria-label": label } },
    items.map((item) =>
      item.row ? el("div", { class: "menu-row", attrs: { role: "group", "aria-label": item.label } }, item.row.map(entry)) : entry(item),
    ),
  );
  document.body.append(menu);
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const outside = (event) => menu.contains(event.target) || shut();
  const keys = (event) => step(event, menu, shut);
  document.addEventListener("pointerdown", outside, true);
  menu.addEventListener("keydown", keys);
  menu.querySelector("button")?.focus();

  function entry(item) {
    return el(
      "button",
      {
        class: ["menu-item", item.isDanger && "is-danger"],
        attrs: { type: "button", role: "menuitem", "aria-label": item.label ?? null },
        on: {
          click: () => {
            shut();
            item.run();
          },
        },
      },
      el("span", { text: item.text }),
      item.words && el("small", { text: item.words }),
    );
  }

  function shut(refocus = true) {
    if (open !== shut) return;
    open = null;
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    const hadFocus = menu.contains(document.activeElement);
    menu.remove();
    if (refocus && hadFocus && anchor.isConnected) anchor.focus();
  }
  open = shut;
}

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + height + 8 < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(box.right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
}

function step(event, menu, shut) {
  const all = [...menu.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  const ahead = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (ahead) {
    event.preventDefault();
    all[(at + ahead + all.length) % all.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    shut();
  }
}
