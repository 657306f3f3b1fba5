/** Draws one message: its bubble, its signs, its keyboard. */

import { el, icon, spoken, spokenAs } from "./dom.js";
import { formatted } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { inBrief, media } from "./media.js";
import { hour, moment } from "./times.js";

function signs(message) {
  // A question that changes under the person's taps is not a correction: Telegram's apps do not mark it either.
  const asked = message.from_bot && message.reply_markup?.inline_keyboard;
  const edited = message.edit_date && !asked;
  return el("span", { class: "meta" },
    message.has_protected_content && el("span", { class: "lock", title: "Contenu protégé : ni copie, ni transfert" },
      icon("lock"), spoken("Contenu protégé. ")),
    edited && el("span", { class: "edited" }, "modifié"),
    el("time", { datetime: moment(message.date).toISOString() }, hour(message.date)),
    !message.from_bot && ticks(message.read));
}

function ticks(read) {
  return el("span", { class: "ticks", "data-read": String(Boolean(read)), title: read ? "Lu" : "Envoyé" },
    icon(read ? "checks" : "check"), spoken(read ? "lu" : "envoyé"));
}

function quote({ reply_to_message: original }, botName) {
  if (!original) return null;
  const mine = !(original.from_bot ?? original.from?.is_bot);
  return el("div", { class: "quote" }, el("strong", {}, mine ? "Vous" : botName), el("span", {}, inBrief(original)));
}

/** The text people see: Telegram's apps keep the payload of a link to themselves. */
const seenText = ({ text, caption }) => (text?.startsWith("/start ") ? "/start" : text ?? caption);

/** The element of a message. `tools` has `file(id)`, `tap(button, messageId, data)` and `botName()`. */
export function bubble(message, tools) {
  const { message_id: id, from_bot: fromBot } = message;
  const text = seenText(message);
  const entities = message.entities ?? message.caption_entities;
  const attached = media(message, tools.file);
  const known = text !== undefined || attached;
  const locked = message.has_protected_content;
  const kinds = ["message", fromBot ? "bot" : "me", locked && "locked", message.photo && "with-photo", message.sticker && "bare"];
  return el("div", {
    class: kinds.filter(Boolean).join(" "),
    "data-testid": "message", "data-message-id": id, "data-from": fromBot ? "bot" : "me", role: "article", tabindex: -1,
  },
    el("div", { class: "bubble" },
      spoken(fromBot ? `${tools.botName()} : ` : "Vous : "),
      quote(message, tools.botName()),
      attached,
      known ? null : el("em", {}, "Ce type de message ne s’affiche pas ici."),
      text ? el("div", { class: "text", ...spokenAs(text) }, formatted(text, entities), signs(message)) : signs(message)),
    keyboard(message, (button, data) => tools.tap(button, id, data)));
}

/** Turns the ticks of one of the person's messages into "read". */
export function markRead(element) {
  element.querySelector(".ticks")?.replaceWith(ticks(true));
}
