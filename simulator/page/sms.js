/** The SMS the person received; a code in one can be copied or put in the chat. */

import { byId, el, icon, spoken, spokenAs } from "./dom.js";
import { linked } from "./links.js";
import { day, hour } from "./times.js";
import { copy, toast } from "./toast.js";
import { badge, seen } from "./unread.js";

const CODE = /(?<![\d+])\d{3}[ \u00a0\u202f]?\d{3}(?![ \u00a0\u202f]?\d)/;

/** The six digits of an access code in a text, null without one. */
const codeIn = (text) => text.match(CODE)?.[0].replace(/\D/g, "") ?? null;

/** The panel; `paste(code)` puts a code in the chat, `open()` brings the panel in view. */
export class SmsPanel {
  #all = [];
  #seen = seen(0, "sms");

  constructor({ paste, open }) {
    Object.assign(this, { paste, open });
    byId("sms").addEventListener("pointerenter", () => this.read());
    byId("sms").addEventListener("focusin", () => this.read());
  }

  load(userId, messages) {
    this.#seen = seen(userId, "sms");
    this.#all = messages;
    this.#show();
  }

  arrived(sms) {
    if (this.#all.some(({ id }) => id === sms.id)) return;
    this.#all.push(sms);
    this.#show();
    const code = codeIn(sms.text);
    const actions = code ? [["Coller dans le chat", () => this.paste(code)]] : [];
    toast(`SMS reçu\u00a0: ${sms.text}`, { kind: "sms", open: this.open, actions });
  }

  /** Everything shown has been seen. */
  read() {
    this.#seen.add(this.#all);
    badge("sms", 0);
  }

  #show() {
    const list = byId("sms-list");
    const nothing = el("p", { class: "nothing" }, icon("sms"), "Aucun SMS pour le moment.");
    list.replaceChildren(...(this.#all.length ? this.#all.flatMap((sms, at) => this.#row(sms, this.#all[at - 1])) : [nothing]));
    list.scrollTop = list.scrollHeight;
    badge("sms", this.#all.filter((sms) => !this.#seen.has(sms)).length);
  }

  #row(sms, before) {
    const known = this.#seen.has(sms);
    const code = codeIn(sms.text);
    const bubble = el("div", { class: known ? "sms" : "sms new", "data-testid": "sms-item" },
      el("div", { class: "sms-text" }, known ? null : spoken("Nouveau\u00a0: "), el("span", spokenAs(sms.text), linked(sms.text)), el("time", {}, hour(sms.at))),
      code && this.#withCode(code));
    const sameDay = before && day(before.at) === day(sms.at);
    return sameDay ? [bubble] : [el("p", { class: "day" }, el("span", {}, day(sms.at))), bubble];
  }

  #withCode(code) {
    return el("div", { class: "sms-foot" },
      el("button", { type: "button", "data-testid": "paste-code", onclick: () => this.paste(code) }, icon("paste"), "Coller dans le chat"),
      el("button", { type: "button", "data-testid": "copy-code", onclick: () => copy(code, `Code ${code} copié`) }, icon("copy"), "Copier"));
  }
}
