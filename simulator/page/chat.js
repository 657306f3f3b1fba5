/** Holds the messages of the open chat: they arrive, change, disappear, are read. */

import { bubble, markRead } from "./bubble.js";
import { Layout } from "./layout.js";

/** After an edit, keeps the focus of who answers by keyboard on the same key, else on the first one. */
function refocus(old, fresh) {
  if (!old.contains(document.activeElement)) return null;
  const at = [...old.querySelectorAll(".key")].indexOf(document.activeElement);
  const keys = fresh.querySelectorAll(".key");
  return () => (keys[at] ?? keys[0] ?? fresh).focus({ preventScroll: true });
}

/** The log of one chat in `log`; `tools` draw the bubbles, `end` keeps the scroll. */
export class Chat {
  #messages = new Map();
  #nodes = new Map();
  #layout;

  constructor(log, tools, end) {
    Object.assign(this, { log, tools, end });
    this.#layout = new Layout(log);
  }

  get size() {
    return this.#messages.size;
  }

  message(id) {
    return this.#messages.get(Number(id));
  }

  /** The newest message for which `fits` is true. */
  newest(fits) {
    return this.#ordered().findLast(fits);
  }

  lastOfMine() {
    return this.newest((message) => !message.from_bot && message.text !== undefined);
  }

  /** Shows exactly these messages, without announcing them one by one. */
  load(messages) {
    this.log.setAttribute("aria-busy", "true");
    const fresh = new Map(messages.map((message) => [message.message_id, message]));
    for (const id of [...this.#messages.keys()]) if (!fresh.has(id)) this.#forget(id);
    for (const message of messages) this.#draw(message);
    this.#layOut();
    this.end.toEnd();
    this.log.removeAttribute("aria-busy");
  }

  /** A message that arrives. */
  add(message) {
    const known = this.#messages.has(message.message_id);
    this.#draw(message);
    this.#nodes.get(message.message_id).classList.toggle("arriving", !known);
    this.#layOut();
    if (message.from_bot) this.end.arrived();
    else this.end.toEnd();
  }

  /** A message that changes in place. */
  change(message) {
    const focus = this.#draw(message);
    this.#layOut();
    focus?.();
  }

  remove(id) {
    const node = this.#nodes.get(id);
    if (!node) return;
    const gone = () => {
      this.#forget(id);
      this.#layOut();
    };
    node.classList.add("leaving");
    const motions = node.getAnimations();
    if (motions.length) Promise.allSettled(motions.map((motion) => motion.finished)).then(gone);
    else gone();
  }

  read(upTo) {
    for (const message of this.#messages.values()) {
      if (message.from_bot || message.read || message.message_id > upTo) continue;
      message.read = true;
      markRead(this.#layout.wordsOf(this.#nodes.get(message.message_id)));
    }
  }

  #forget(id) {
    this.#messages.delete(id);
    this.#nodes.delete(id);
  }

  #draw(message) {
    const id = message.message_id;
    const old = this.#nodes.get(id);
    if (old && JSON.stringify(this.#messages.get(id)) === JSON.stringify(message)) return null;
    const node = bubble(message, this.tools);
    const focus = old && refocus(old, node);
    old?.replaceWith(node);
    this.#messages.set(id, message);
    this.#nodes.set(id, node);
    return focus;
  }

  #ordered() {
    return [...this.#messages.values()].sort((a, b) => a.message_id - b.message_id);
  }

  #layOut() {
    this.#layout.show(this.#ordered().map((message) => [message, this.#nodes.get(message.message_id)]));
  }
}
