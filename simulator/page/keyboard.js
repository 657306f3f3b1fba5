/** Draws a message's inline keyboard and follows a tap until the bot has answered it. */

import { el, icon, spokenAs } from "./dom.js";
import { link } from "./links.js";
import { alertBox, copy, toast } from "./toast.js";

const PATIENCE = 30_000; // milliseconds: after that the button can be tapped again

function button(spec, tap) {
  const props = { class: "key", "data-testid": "inline-button" };
  const label = el("span", spokenAs(spec.text), spec.text);
  const address = spec.url ?? spec.web_app?.url;
  if (address) {
    const anchor = link(address);
    for (const [name, value] of Object.entries(props)) anchor.setAttribute(name, value);
    anchor.append(label, icon("open"));
    return anchor;
  }
  const run = spec.copy_text ? () => copy(spec.copy_text.text) : (event) => tap(event.currentTarget, spec.callback_data);
  return el("button", { type: "button", ...props, onclick: run }, label, spec.copy_text && icon("copy"));
}

/** The rows of buttons under a message; null when it has none. `tap(button, data)` is called for a tap. */
export function keyboard(message, tap) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el("div", { class: "keyboard", role: "group", "aria-label": "Réponses proposées" },
    rows.map((row) => el("div", { class: "row" }, row.map((spec) => button(spec, tap)))));
}

function busy(keys, pressed, is) {
  keys.setAttribute("aria-busy", is);
  pressed.classList.toggle("pressed", is);
  for (const key of keys.querySelectorAll("button")) {
    // Not `disabled`: the focus must stay where it is.
    if (is) key.setAttribute("aria-disabled", "true");
    else key.removeAttribute("aria-disabled");
  }
}

/** Sends taps, one at a time for a message, and shows the bot's answers to them. */
export class Taps {
  #waiting = new Map();
  #early = new Set(); // answered before the tap's own request came back

  constructor(phone, botName) {
    Object.assign(this, { phone, botName });
  }

  async tap(pressed, messageId, data) {
    const keys = pressed.closest(".keyboard");
    if (keys.getAttribute("aria-busy") === "true") return;
    const release = () => busy(keys, pressed, false);
    busy(keys, pressed, true);
    setTimeout(release, PATIENCE);
    try {
      const { callback_query_id: id } = await this.phone.post("tap", { message_id: messageId, data });
      if (this.#early.delete(id)) release();
      else this.#waiting.set(id, release);
    } catch {
      release();
      toast("Le bouton n’a pas pu être envoyé. Réessayez.");
    }
  }

  /** The bot has answered a tap. */
  answered({ callback_query_id: id, text, show_alert: alert }) {
    if (this.#waiting.has(id)) this.#waiting.get(id)();
    else this.#early.add(id);
    this.#waiting.delete(id);
    if (text && alert) alertBox(this.botName(), text);
    else if (text) toast(text, { place: "answers" });
  }
}
