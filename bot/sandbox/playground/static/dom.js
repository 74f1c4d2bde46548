// The only place where elements are made: text nodes and attributes, never markup from a string.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element. `props`: class (string or list), text, attrs {name: value},
 * on {event: listener}, data {name: value}, props {property: value}.
 * An attribute that is null, undefined or false is left out; true stands as "".
 * Children: nodes, strings, numbers, lists of them; null, undefined and false are left out.
 */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props ?? {}, children);
}

/** The same for an SVG element. */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props ?? {}, children);
}

function fill(element, props, children) {
  const { class: names, text, attrs = {}, on = {}, data = {}, props: properties = {} } = props;
  const listed = [names].flat().filter(Boolean).join(" ");
  if (listed) element.setAttribute("class", listed);
  if (text !== undefined && text !== null) element.textContent = String(text);
  for (const [name, value] of Object.entries(attrs)) setAttribute(element, name, value);
  for (const [name, value] of Object.entries(data)) {
    if (value !== undefined && value !== null) element.dataset[name] = String(value);
  }
  for (const [event, listener] of Object.entries(on)) {
    if (listener) element.addEventListener(event, listener);
  }
  append(element, children);
  return Object.assign(element, properties);
}

/** Sets an attribute, or takes it away when `value` is null, undefined or false. */
export function setAttribute(element, name, value) {
  if (/^on|^style$|^srcdoc$/i.test(name)) throw new Error(`attribute ${name} is not allowed`);
  if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Appends children as `el` does. */
export function append(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
  return parent;
}

/** A fragment of children. */
export function fragment(...children) {
  return append(document.createDocumentFragment(), children);
}

/**
 * Makes `parent`'s children be one element for each of `items`, in their order.
 * `draw(item, old)` gets the element drawn before for the same key (or undefined) and returns
 * the element to show: the old one as it is or changed, or a new one. Elements that stay are not
 * taken out of the document, so focus, scroll and selection in them survive.
 */
export function keyed(parent, items, keyOf, draw) {
  const before = drawnIn.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) {
    const key = String(keyOf(item));
    if (after.has(key)) continue;
    after.set(key, draw(item, before.get(key)));
  }
  const staying = new Set(after.values());
  for (const child of [...parent.childNodes]) if (!staying.has(child)) child.remove();
  let next = parent.firstChild;
  for (const element of after.values()) {
    if (element === next) next = next.nextSibling;
    else parent.insertBefore(element, next);
  }
  drawnIn.set(parent, after);
}

const drawnIn = new WeakMap();

/** The address when a link may lead there (http, https, mailto, tel), else null. */
export function safeUrl(address) {
  const told = String(address ?? "").trim();
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(told)) return null;
  try {
    return new URL(told).href;
  } catch {
    return null;
  }
}

/** Says `text` to screen readers, which hear nothing from behind an open dialog. */
export function announce(text) {
  const host = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const region = document.getElementById("announcer")
    ?? el("div", { class: "visually-hidden", attrs: { id: "announcer", "aria-live": "polite", role: "status" } });
  if (region.parentNode !== host) host.append(region);
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

let made = 0;

/** An id no other element has, for aria-labelledby and the like. */
export function freshId(prefix = "id") {
  made += 1;
  return `${prefix}-${made}`;
}
