/** The switch between the fictive people, with what waits for each of them. */

import { byId, el, initials } from "./dom.js";

const ROLES = { patient: "Patient", parent: "Parent", professional: "Équipe de soins" };

const waiting = ({ unread }) => (unread ? unread.sms + unread.mail : 0);

/** Draws the switch once; afterwards `show` only moves the marks. `choose(person)` is called for a click. */
export function peopleSwitch(choose) {
  const buttons = new Map();

  function button(person) {
    const name = `${person.first_name} ${person.last_name ?? ""}`.trim();
    return el("button", {
      type: "button", class: "person", "data-testid": `person-${person.user_id}`, "data-role": person.role,
      title: `${name}, ${ROLES[person.role] ?? person.role}`, onclick: () => choose(person),
    },
      el("span", { class: "avatar", "aria-hidden": "true" }, initials(person.first_name, person.last_name)),
      el("span", { class: "lines" }, el("strong", {}, person.first_name), el("small", {}, ROLES[person.role] ?? person.role)),
      el("span", { class: "badge", hidden: true }));
  }

  return {
    show(people, current) {
      for (const person of people) {
        if (!buttons.has(person.user_id)) {
          buttons.set(person.user_id, button(person));
          byId("people").append(buttons.get(person.user_id));
        }
        const mine = buttons.get(person.user_id);
        const count = person.user_id === current ? 0 : waiting(person);
        mine.setAttribute("aria-pressed", String(person.user_id === current));
        mine.querySelector(".badge").hidden = !count;
        mine.querySelector(".badge").textContent = count;
      }
    },
  };
}
