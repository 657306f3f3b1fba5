/** The text box: write, send, answer a message, change one. */

import { CommandList } from "./commands.js";
import { el, icon } from "./dom.js";
import { inBrief } from "./media.js";
import { toast } from "./toast.js";

const drafts = new Map(); // what each person had begun to write

/** The composer of one phone, with its attach button; `lastOfMine()` is the message the up arrow changes. */
export class Composer {
  #mode = null; // {kind: "edit" | "reply", message}
  #bar = el("div", { class: "mode", hidden: true });
  #send = el("button", { type: "submit", class: "round send", "data-testid": "send", "aria-label": "Envoyer", title: "Envoyer" });
  #box = el("textarea", {
    rows: 1, dir: "auto", placeholder: "Message", "aria-label": "Message", "data-testid": "composer",
    "aria-autocomplete": "list", "aria-controls": "commands", autocomplete: "off", enterkeyhint: "send",
  });

  constructor(phone, attach, lastOfMine) {
    Object.assign(this, { phone, lastOfMine });
    this.commands = new CommandList(this.#box, (text) => this.deliver(text));
    this.keys = el("div", { class: "reply-keys", role: "group", "aria-label": "Clavier du bot" });
    this.form = el("form", { class: "composer" }, this.commands.button, attach, this.#box, this.#send);
    this.elements = [this.commands.list, this.#bar, this.form, this.keys];
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.#box.addEventListener("input", () => this.#fit());
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#fit()).observe(this.form); // also when it first shows
    this.#put(drafts.get(phone.userId) ?? "");
    this.#change(null);
  }

  /** Begins to change or to answer a message; `kind` is "edit" or "reply". */
  enter(kind, message) {
    this.#change({ kind, message });
    if (kind === "edit") this.#put(message.text);
    this.focus();
  }

  /** Sends a text; what could not leave comes back into the box. */
  async deliver(text) {
    const { kind, message } = this.#mode ?? {};
    const id = message?.message_id;
    this.#change(null);
    this.#put("");
    try {
      if (kind === "edit") await this.phone.post("edit", { message_id: id, text });
      else await this.phone.post("text", { text, reply_to_message_id: id });
    } catch {
      if (!this.#box.value) this.#put(text);
      toast("Le message n’est pas parti. Réessayez.");
    }
  }

  /** Puts a text (a code from an SMS) where it can be checked and sent. */
  paste(text) {
    this.#put(text);
    this.focus();
  }

  /** A message that disappeared cannot be changed or answered any more. */
  forget(id) {
    if (this.#mode?.message.message_id === id) this.#leave();
  }

  focus() {
    this.#box.focus({ preventScroll: true });
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#box.value.trim();
    if (text) this.deliver(text);
    this.focus();
  }

  #key(event) {
    if (event.isComposing || this.commands.key(event)) return;
    const last = event.key === "ArrowUp" && !this.#box.value && this.lastOfMine();
    if (event.key === "Enter" && !event.shiftKey) this.form.requestSubmit();
    else if (event.key === "Escape" && this.#mode) this.#leave();
    else if (event.key === "Escape") this.#box.blur();
    else if (last) this.enter("edit", last);
    else return;
    event.preventDefault();
  }

  #put(text) {
    this.#box.value = text;
    this.#fit();
  }

  #fit() {
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight + 2}px`; // and its border
    this.form.classList.toggle("empty", !this.#box.value.trim());
    drafts.set(this.phone.userId, this.#mode?.kind === "edit" ? "" : this.#box.value);
  }

  #leave() {
    if (this.#mode.kind === "edit") this.#put("");
    this.#change(null);
    this.focus();
  }

  #change(mode) {
    const editing = mode?.kind === "edit";
    this.#mode = mode;
    this.#bar.hidden = !mode;
    this.#send.replaceChildren(icon(editing ? "check" : "send"));
    if (!mode) return;
    this.#bar.replaceChildren(
      icon(mode.kind),
      el("span", { class: "lines" },
        el("strong", {}, editing ? "Modifier le message" : "Répondre"),
        el("span", {}, inBrief(mode.message))),
      el("button", { type: "button", class: "round", "aria-label": "Abandonner", onclick: () => this.#leave() }, icon("close")));
  }
}
