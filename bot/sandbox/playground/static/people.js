// Whose eyes: the row of people to switch between.

import { el } from "./dom.js";
import { avatar } from "./message.js";

const KINDS = [
  ["is_stranger", "another company"],
  ["is_restricted", "guest"],
];

/** What somebody is, in two or three words. */
export const roleOf = (person) => {
  const kind = KINDS.find(([key]) => person[key]);
  return person.title || (kind ? kind[1] : "");
};

/** Draws the switch; `see(id)` is called with the person chosen. */
export function drawPeople(state, see) {
  const people = state.people.filter((person) => !person.is_bot);
  const row = el(
    "div",
    { class: "people", attrs: { role: "radiogroup", "aria-label": "See it as" } },
    people.map((person) => one(person, state, see)),
  );
  requestAnimationFrame(() => row.querySelector(".is-chosen")?.scrollIntoView({ block: "nearest", inline: "nearest" }));
  return row;
}

function one(person, state, see) {
  const isChosen = person.id === state.viewer.id;
  return el(
    "button",
    {
      class: ["person", isChosen && "is-chosen"],
      attrs: {
        type: "button",
        role: "radio",
        "aria-checked": String(isChosen),
        tabindex: isChosen ? "0" : "-1",
        title: `${person.real_name} · ${roleOf(person)} · ${person.locale} · ${person.tz} · ${person.email}`,
      },
      data: { person: person.id },
      on: { click: () => see(person.id), keydown: (event) => step(event, see) },
    },
    avatar(person, state),
    el(
      "span",
      { class: "person-words" },
      el("span", { class: "person-name", text: person.real_name }),
      el("span", { class: "person-role", text: roleOf(person) }),
    ),
  );
}

function step(event, see) {
  const ahead = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!ahead) return;
  event.preventDefault();
  const all = [...event.currentTarget.parentElement.children];
  const next = all[(all.indexOf(event.currentTarget) + ahead + all.length) % all.length];
  see(next.dataset.person);
}
