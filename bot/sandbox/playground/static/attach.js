// Files that go with a message: chosen, dropped or pasted, and shown until they are sent.

import { announce, el } from "./dom.js";

const MOST = 10;
const LARGEST = 10 * 1024 * 1024; // bytes, all together

/** What hangs on a composer: a button, and a row of what was chosen. `changed()` follows each change. */
export function createAttachments({ changed, complain }) {
  let files = [];
  const row = el("ul", { class: "attached", attrs: { "aria-label": "Files to send", hidden: true } });
  const input = el("input", { attrs: { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-hidden": "true" }, on: { change: () => (add(input.files), (input.value = "")) } });
  const button = el("button", { class: "composer-more", text: "📎", attrs: { type: "button", "aria-label": "Attach a file", title: "Attach a file" }, on: { click: () => input.click() } });

  function draw() {
    row.hidden = !files.length;
    row.replaceChildren(
      ...files.map((file) =>
        el("li", { class: "attached-file" },
          el("span", { text: "📄", attrs: { "aria-hidden": "true" } }),
          el("b", { text: file.name, attrs: { dir: "auto" } }),
          el("small", { text: sizeText(file.size) }),
          el("button", { text: "×", attrs: { type: "button", "aria-label": `Remove ${file.name}` }, on: { click: () => set(files.filter((one) => one !== file)) } }))),
    );
  }

  function set(now) {
    files = now;
    draw();
    changed();
  }

  function add(more) {
    const all = [...files, ...more];
    if (all.length > MOST) return complain(`At most ${MOST} files go with a message.`);
    if (all.reduce((sum, one) => sum + one.size, 0) > LARGEST) return complain("These files are too large for the playground.");
    set(all);
    if (more.length) announce(`${[...more].map((one) => one.name).join(", ")} attached`);
  }

  return {
    row,
    parts: [input, button],
    add,
    set,
    get files() {
      return files;
    },
    /** Takes what is dropped onto `target`, and says so while something hangs over it. */
    dropOn(target) {
      const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
      const over = (is) => target.classList.toggle("is-dropping", is);
      target.addEventListener("dragover", (event) => holdsFiles(event) && (event.preventDefault(), over(true)));
      target.addEventListener("dragleave", (event) => !target.contains(event.relatedTarget) && over(false));
      target.addEventListener("drop", (event) => {
        over(false);
        if (!holdsFiles(event)) return;
        event.preventDefault();
        add(event.dataTransfer.files);
      });
    },
  };
}

/** A file as the playground's server takes it. */
export async function written(file) {
  const address = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(new Error(`${file.name} cannot be read.`));
    reader.readAsDataURL(file);
  });
  return { name: file.name, content: address.slice(address.indexOf(",") + 1) };
}

/** A size in words: 12 kB. */
export function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
