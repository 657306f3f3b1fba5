/** Lists the bot's commands: from the menu button, or filtered while "/" is being typed. */

import { el, icon, spokenAs } from "./dom.js";

/** The button and the list; `send(text)` sends the chosen command. The text box keeps the focus all along. */
export class CommandList {
  #all = [];
  #chosen = 0;
  list = el("ul", { id: "commands", class: "commands", role: "listbox", tabindex: 0, "aria-label": "Commandes du bot", hidden: true });
  button = el("button", {
    type: "button", class: "command-menu", "data-testid": "command-menu",
    "aria-label": "Commandes", title: "Commandes", "aria-expanded": "false", "aria-controls": "commands",
  }, icon("menu"));

  constructor(box, send) {
    Object.assign(this, { box, send });
    this.button.addEventListener("click", () => {
      if (this.list.hidden) this.#show("");
      else this.#close();
      box.focus();
    });
    box.addEventListener("input", () => this.#filter());
    box.addEventListener("blur", ({ relatedTarget }) => [this.button, this.list].includes(relatedTarget) || this.#close());
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
  }

  set(commands) {
    this.#all = commands;
    this.button.hidden = !commands.length;
    if (!commands.length) this.#close();
  }

  /** True when the key was for the open list. */
  key(event) {
    if (this.list.hidden) return false;
    const name = this.#options[this.#chosen].dataset.name;
    if (event.key === "ArrowDown") this.#choose(this.#chosen + 1);
    else if (event.key === "ArrowUp") this.#choose(this.#chosen - 1);
    else if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && !event.shiftKey) this.#take(name);
    else if (event.key === "Tab" && !event.shiftKey) this.#complete(name);
    else return false;
    event.preventDefault();
    return true;
  }

  get #options() {
    return [...this.list.children];
  }

  #filter() {
    const typed = this.box.value.match(/^\/(\w*)$/);
    if (typed) this.#show(typed[1].toLowerCase());
    else this.#close();
  }

  #show(beginning) {
    const found = this.#all.filter(({ command }) => command.startsWith(beginning));
    if (!found.length) return this.#close();
    this.list.replaceChildren(...found.map((command) => this.#option(command)));
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    return this.#choose(0);
  }

  #option({ command, description }) {
    const props = { id: `command-${command}`, role: "option", "data-testid": "command-item", "data-name": command };
    return el("li", { ...props, onclick: () => this.#take(command) }, el("strong", {}, `/${command}`), el("span", spokenAs(description), description));
  }

  #choose(at) {
    const options = this.#options;
    this.#chosen = (at + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === this.#chosen)));
    options[this.#chosen].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", options[this.#chosen].id);
  }

  #take(name) {
    this.#close();
    this.send(`/${name}`);
    this.box.focus();
  }

  #complete(name) {
    this.box.value = `/${name} `;
    this.#close();
  }

  #close() {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }
}
