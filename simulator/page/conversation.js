/** The phone: the open chat with its header, its log and what one writes with. */

import { messageActions } from "./actions.js";
import { attachments, receive } from "./attach.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId, el } from "./dom.js";
import { Header } from "./header.js";
import { Taps } from "./keyboard.js";
import { replyKeys } from "./replykeys.js";
import { stickToEnd } from "./scroll.js";
import { toast } from "./toast.js";
import { welcome } from "./welcome.js";

const UNKNOWN = { blocked: false, started: true, commands: [] }; // until the simulator has said

const wide = (label, testid, run) => el("button", { type: "button", class: "wide", "data-testid": testid, onclick: run }, label);

/** One chat at a time; `invitation()` gives what opens the invitation e-mail, null when there is none. */
export class Conversation {
  #phone;
  #chat;
  #composer;
  #taps;
  #files;
  #state = { bot: {}, ...UNKNOWN };
  #payload = null; // of a followed link, until the bot has got it
  #meanwhile = new Set(); // what happens while the whole chat is on its way here, which may be older than that

  constructor({ invitation }) {
    this.invitation = invitation;
    this.end = stickToEnd(byId("scroller"), byId("log"), byId("to-bottom"));
    this.header = new Header({ blocked: () => this.#state.blocked, act: (what) => this.#act(what) });
    messageActions(byId("log"), (id) => this.#chat.message(id), () => ({ phone: this.#phone, composer: this.#composer }));
    receive(byId("phone"), byId("drop"), (chosen) => byId("foot").dataset.kind === "open" && this.#files.choose(chosen));
    byId("log").addEventListener("click", ({ target }) => {
      const command = target.closest("[data-command]")?.dataset.command;
      if (command && !this.#state.blocked) this.#composer.deliver(command);
    });
  }

  get bot() {
    return this.#state.bot;
  }

  /** Changes to the phone of another person, empty until `refresh`. */
  open(phone) {
    const name = () => this.bot.first_name ?? "Bot";
    this.#phone = phone;
    this.#state = { bot: this.bot, ...UNKNOWN };
    this.#payload = null;
    this.#taps = new Taps(phone, name);
    this.#files = attachments(phone);
    const tools = { file: phone.file, tap: (...tapped) => this.#taps.tap(...tapped), botName: name };
    this.#chat = new Chat(byId("log"), tools, this.end);
    this.#composer = new Composer(phone, this.#files.button, () => this.#chat.lastOfMine());
    byId("log").replaceChildren();
    byId("foot").replaceChildren();
  }

  /** Loads the whole chat; called at every (re)connection. */
  async refresh() {
    const phone = this.#phone;
    const missed = [];
    this.#meanwhile.add(missed);
    const fresh = await phone.get("chat").finally(() => this.#meanwhile.delete(missed));
    if (phone !== this.#phone) return;
    Object.assign(this.#state, fresh);
    this.#chat.load(fresh.messages);
    for (const [name, facts] of missed) this.#changed(name, facts);
    this.header.doing(fresh.typing ? "typing" : null);
    this.show();
  }

  /** One event of the phone. */
  happened(name, facts) {
    for (const missed of this.#meanwhile) missed.push([name, facts]);
    this.#changed(name, facts);
    if (name === "typing") this.header.doing(facts.action);
    else if (name === "callback_answer") this.#taps.answered(facts);
    else if (name === "commands") this.#state.commands = facts.commands ?? facts;
    this.show();
  }

  /** Presses START, with the payload of the link that led here. */
  async start(payload = this.#payload) {
    this.#payload = payload;
    if (await this.#act("start", payload ? { payload } : {})) this.#payload = null;
    this.#composer.focus();
  }

  paste(text) {
    this.#composer.paste(text);
  }

  /** Draws what surrounds the messages. */
  show() {
    const empty = !this.#chat.size;
    this.header.name(this.bot.first_name ?? "Bot");
    this.#composer.commands.set(this.#state.commands);
    byId("welcome").hidden = !empty;
    byId("welcome").replaceChildren(...(empty ? welcome(this.#state, this.invitation()) : []));
    this.#foot();
    this.#composer.keys.replaceChildren(...replyKeys(this.#chat.newest((message) => message.reply_keyboard), {
      send: (text) => this.#composer.deliver(text),
      contact: () => this.#files.contact(),
    }));
  }

  #changed(name, facts) {
    if (name === "message") this.#arrived(facts);
    else if (name === "edit") this.#chat.change(facts);
    else if (name === "delete") this.#disappeared(facts.message_id);
    else if (name === "read") this.#chat.read(facts.up_to);
  }

  #arrived(message) {
    this.#chat.add(message);
    if (message.from_bot) this.header.doing(null);
    else this.#state.started = true;
  }

  #disappeared(id) {
    this.#chat.remove(id);
    this.#composer.forget(id);
  }

  async #act(what, body) {
    try {
      await this.#phone.post(what, body);
      await this.refresh();
      return true;
    } catch {
      toast("Le simulateur ne répond pas. Réessayez.");
      return false;
    }
  }

  #foot() {
    const { blocked, started } = this.#state;
    const kind = blocked ? "blocked" : started ? "open" : "new";
    const foot = byId("foot");
    if (foot.dataset.kind === kind && foot.childElementCount) return;
    foot.dataset.kind = kind;
    if (kind === "blocked") foot.replaceChildren(wide("Débloquer", "unblock", () => this.#act("unblock")));
    else if (kind === "new") foot.replaceChildren(wide("Démarrer", "start", () => this.start()));
    else foot.replaceChildren(...this.#composer.elements, ...this.#files.inputs);
  }
}
