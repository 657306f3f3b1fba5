/** Holds the messages of the open chat and lays them out: days, groups, albums. */

import { bubble, markRead } from "./bubble.js";
import { el } from "./dom.js";
import { day } from "./times.js";

const TOGETHER = 300; // seconds between two bubbles of one group

const together = (a, b) =>
  a && b && a.from_bot === b.from_bot && day(a.date) === day(b.date) && Math.abs(b.date - a.date) < TOGETHER;

/** Makes `wanted` the children of `parent`, moving none that is already in place (a move loses the focus). */
function settle(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  wanted.forEach((node, at) => parent.children[at] === node || parent.insertBefore(node, parent.children[at] ?? null));
}

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
  #wrappers = new Map();

  constructor(log, tools, end) {
    Object.assign(this, { log, tools, end });
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
    const focus = this.#draw({ ...this.#messages.get(message.message_id), reply_markup: undefined, ...message });
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
      markRead(this.#nodes.get(message.message_id));
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

  #wrapper(key, make) {
    if (!this.#wrappers.has(key)) this.#wrappers.set(key, make());
    return this.#wrappers.get(key);
  }

  #layOut() {
    const rows = [];
    const albums = new Map();
    const all = this.#ordered();
    all.forEach((message, at) => {
      const node = this.#nodes.get(message.message_id);
      const [before, after] = [all[at - 1], all[at + 1]];
      node.classList.toggle("first", !together(before, message));
      node.classList.toggle("last", !together(message, after));
      node.tabIndex = after ? -1 : 0;
      if (!before || day(before.date) !== day(message.date)) rows.push(this.#separator(message.date));
      const group = message.media_group_id;
      if (!group) rows.push(node);
      else if (albums.has(group)) albums.get(group).push(node);
      else {
        albums.set(group, [node]);
        rows.push(this.#wrapper(`album ${group}`, () => el("div", { role: "group", "aria-label": "Album" })));
      }
    });
    for (const [group, nodes] of albums) this.#layOutAlbum(this.#wrapper(`album ${group}`), nodes);
    settle(this.log, rows);
  }

  #layOutAlbum(album, nodes) {
    const last = nodes.at(-1);
    const photos = last.classList.contains("with-photo");
    album.className = `album ${last.dataset.from} ${photos ? "photos" : "files"} ${last.classList.contains("last") ? "last" : ""}`;
    album.dataset.count = nodes.length;
    settle(album, nodes);
  }

  #separator(date) {
    return this.#wrapper(`day ${day(date)}`, () => el("div", { class: "day" }, el("span", {}, day(date))));
  }
}
