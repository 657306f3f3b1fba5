/** The professional's desk: no chat, but commands that can be copied. */

import { byId, el, icon } from "./dom.js";
import { copy } from "./toast.js";

/** The words of a command, each kept whole when the line breaks. */
const words = (command) => command.split(" ").flatMap((word, at) => [at ? " " : "", el("span", {}, word)]);

function hint({ label, command }) {
  return el("li", {},
    el("p", {}, label),
    el("div", { class: "shell" },
      el("code", { tabindex: 0 }, words(command)),
      el("button", { type: "button", class: "round", "aria-label": `Copier la commande : ${label}`, title: "Copier",
        onclick: () => copy(command, "Commande copiée") }, icon("copy"))));
}

/** Shows what `person` can do from a terminal. */
export function showPractice(person) {
  byId("practice").replaceChildren(
    el("header", { class: "card-head" },
      icon("terminal"),
      el("h2", { id: "practice-title" }, `Le poste de ${person.first_name} ${person.last_name ?? ""}`)),
    el("div", { class: "card-body" },
      el("p", { class: "lead" }, "Les soignants n’ont pas de conversation ici : ils agissent par ces commandes, dans un terminal, pendant que la démonstration tourne."),
      el("ol", { class: "hints" }, (person.hints ?? []).map(hint))));
}
