/** The top of the chat: the bot's name, what it is doing, and the conversation's menu. */

import { byId, icon } from "./dom.js";
import { openMenu, pointOf } from "./menu.js";

const DOING = { typing: "écrit…", upload_photo: "envoie une photo…", upload_document: "envoie un fichier…" };
const LASTS = 5500; // milliseconds: Telegram shows an action for 5 seconds

/** `act("block" | "unblock" | "clear")` is asked from the menu. */
export class Header {
  #timer = 0;

  constructor({ blocked, act }) {
    Object.assign(this, { blocked, act });
    const button = byId("chat-menu");
    button.append(icon("dots"));
    button.addEventListener("click", () => openMenu(pointOf(button), "Conversation", this.#items()));
  }

  name(name) {
    byId("bot-name").textContent = name;
    if (!this.#timer) byId("bot-status").textContent = this.blocked() ? "bloqué" : "bot";
  }

  /** Shows a chat action for as long as Telegram does; null ends it. */
  doing(action) {
    clearTimeout(this.#timer);
    const words = DOING[action];
    this.#timer = words ? setTimeout(() => this.doing(null), LASTS) : 0;
    byId("bot-status").textContent = words ?? (this.blocked() ? "bloqué" : "bot");
    byId("bot-status").classList.toggle("doing", Boolean(words));
  }

  #items() {
    const block = this.blocked()
      ? { label: "Débloquer le bot", icon: "block", run: () => this.act("unblock"), testid: "menu-unblock" }
      : { label: "Bloquer le bot", icon: "block", danger: true, run: () => this.act("block"), testid: "menu-block" };
    const clear = { label: "Effacer la conversation", icon: "trash", danger: true, run: () => this.act("clear"), testid: "menu-clear" };
    return [block, clear];
  }
}
