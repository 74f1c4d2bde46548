// A message of one's own, opened to be written anew.

import { el } from "./dom.js";

let open = null;

/** Closes the form, if one is open. */
export function closeEdit() {
  open?.remove();
  open = null;
}

/** Opens the form before `where`; `save(text)` gets what was written. */
export function openEdit(message, ctx, where, save) {
  closeEdit();
  const text = sourceOf(message.text, ctx);
  const rows = Math.min(text.split("\n").length + 1, 12);
  const box = el("textarea", { attrs: { "aria-label": "Edit message", rows }, props: { value: text } });
  open = el(
    "form",
    { class: "edit" },
    box,
    el(
      "div",
      {},
      el("button", { text: "Save", class: "is-primary", attrs: { type: "submit" } }),
      el("button", { text: "Cancel", attrs: { type: "button" }, on: { click: closeEdit } }),
    ),
  );
  open.addEventListener("keydown", (event) => event.key === "Escape" && closeEdit());
  open.addEventListener("submit", (event) => {
    event.preventDefault();
    closeEdit();
    save(box.value);
  });
  where.before(open);
  box.focus();
}

/** What somebody would type to write this message: names for ids, addresses as they were. */
function sourceOf(text, ctx) {
  const typed = text.replace(/<([^>]*)>/g, (whole, inside) => {
    const [target, label] = inside.split("|");
    if (target.startsWith("@")) return `@${ctx.person(target.slice(1))?.name ?? label ?? target.slice(1)}`;
    if (target.startsWith("#")) return `#${ctx.channel(target.slice(1))?.name ?? label ?? target.slice(1)}`;
    if (target.startsWith("!subteam^")) return `@${ctx.group(target.slice(9))?.handle ?? label ?? ""}`;
    if (target.startsWith("!")) return `@${target.slice(1)}`;
    return label ?? target;
  });
  return typed.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
