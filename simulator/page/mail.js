/** The mailbox: a list of e-mails and the one being read. */

import { byId, el, icon, initials, spokenAs } from "./dom.js";
import { addresses, linked, startPayload } from "./links.js";
import { sanitized } from "./sanitize.js";
import { day, hour, shortly } from "./times.js";
import { toast } from "./toast.js";
import { badge, seen } from "./unread.js";

const senderName = (from) => from.replace(/\s*<.*>$/, "").replace(/^"|"$/g, "") || from;
const senderAddress = (from) => from.match(/<(.*)>/)?.[1] ?? from;
const subjectOf = ({ subject }) => subject || "(sans objet)";

/** The mailbox; `open()` brings it in view; `bot()` is the bot its invitations lead to. */
export class MailPanel {
  #all = [];
  #current = null;
  #seen = seen(0, "mail");

  constructor({ open, bot }) {
    Object.assign(this, { open, bot });
  }

  load(userId, mails, otherPerson) {
    this.#seen = seen(userId, "mail");
    this.#all = mails;
    if (otherPerson) this.#current = null;
    this.#show();
  }

  arrived(mail) {
    if (this.#all.some(({ id }) => id === mail.id)) return;
    this.#all.push(mail);
    this.#show();
    toast(`E-mail reçu\u00a0: ${subjectOf(mail)}`, { kind: "mail", open: () => this.#read(mail) });
  }

  /** A function that opens the newest invitation, null without one. */
  invitation() {
    const mail = this.#all.findLast(({ links, text }) => [...(links ?? []), ...addresses(text ?? "")].some((at) => this.#leadsHere(at)));
    return mail ? () => this.#read(mail) : null;
  }

  #leadsHere(address) {
    return startPayload(address, this.bot().username) !== null;
  }

  #read(mail) {
    this.#current = mail.id;
    this.#seen.add([mail]);
    this.#show();
    this.open();
    byId("mail-body").focus({ preventScroll: true });
  }

  #back() {
    this.#current = null;
    this.#show();
    byId("mail-list").querySelector("button")?.focus();
  }

  #show() {
    const list = byId("mail-list");
    list.replaceChildren(...this.#all.map((mail) => this.#line(mail)).reverse());
    list.hidden = !this.#all.length;
    badge("mail", this.#all.filter((mail) => !this.#seen.has(mail)).length);
    const mail = this.#all.find(({ id }) => id === this.#current);
    byId("mail").classList.toggle("reading", Boolean(mail));
    byId("mail-body").scrollTop = 0;
    byId("mail-body").replaceChildren(...(mail ? this.#letter(mail) : [this.#nothing()]));
  }

  #nothing() {
    const words = this.#all.length ? "Choisissez un e-mail pour le lire." : "Aucun e-mail pour le moment.";
    return el("p", { class: "nothing" }, icon("mail"), words);
  }

  #line(mail) {
    const name = senderName(mail.from);
    const props = { class: this.#seen.has(mail) ? "mail-item" : "mail-item new", "data-testid": "mail-item" };
    const chosen = mail.id === this.#current && "true";
    return el("li", {}, el("button", { type: "button", ...props, "aria-current": chosen, onclick: () => this.#read(mail) },
      el("span", { class: "avatar", "aria-hidden": "true" }, initials(name)),
      el("span", { class: "lines" },
        el("span", { class: "who" }, el("span", {}, name), el("time", {}, shortly(mail.at))),
        el("strong", spokenAs(mail.subject), subjectOf(mail)),
        el("small", spokenAs(mail.text), (mail.text ?? "").replace(/\s+/g, " ").slice(0, 120)))));
  }

  #letter(mail) {
    const from = el("p", { class: "mail-from" },
      el("strong", {}, senderName(mail.from)), el("span", {}, senderAddress(mail.from)),
      el("time", {}, `${day(mail.at)} à ${hour(mail.at)}`));
    const back = el("button", { type: "button", class: "back", onclick: () => this.#back() }, icon("back"), "Tous les e-mails");
    return [back, el("h3", spokenAs(mail.subject), subjectOf(mail)), from, this.#words(mail)];
  }

  #words(mail) {
    const content = el("div", { class: mail.html ? "mail-html" : "mail-text", ...spokenAs(mail.text) },
      mail.html ? sanitized(mail.html) : linked(mail.text ?? ""));
    for (const anchor of content.querySelectorAll("a")) {
      if (!this.#leadsHere(anchor.href)) continue;
      const label = anchor.textContent === anchor.href ? "Ouvrir dans Telegram" : anchor.textContent;
      anchor.classList.add("deep");
      anchor.replaceChildren(el("strong", {}, label), el("small", {}, anchor.href));
    }
    return content;
  }
}
