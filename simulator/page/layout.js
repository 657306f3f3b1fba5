/** Lays the bubbles out: days, groups of one writer, albums. */

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

/** The children of `log`, of which separators and albums are made here. */
export class Layout {
  #made = new Map();
  #captions = new WeakMap(); // by message node: its caption, wherever it stands

  constructor(log) {
    this.log = log;
  }

  /** The part of a message that holds its words and signs. */
  wordsOf(node) {
    return this.#captions.get(node) ?? node;
  }

  /** Lays out `[message, node]` pairs, oldest first. */
  show(pairs) {
    const rows = [];
    const albums = new Map();
    pairs.forEach(([message, node], at) => {
      const [before, after] = [pairs[at - 1]?.[0], pairs[at + 1]?.[0]];
      node.classList.toggle("first", !together(before, message));
      node.classList.toggle("last", !together(message, after));
      node.tabIndex = after ? -1 : 0;
      if (!before || day(before.date) !== day(message.date)) rows.push(this.#separator(day(message.date)));
      const group = message.media_group_id;
      if (!albums.has(group)) rows.push(group ? this.#album(group) : node);
      if (group) albums.set(group, [...(albums.get(group) ?? []), node]);
    });
    for (const [group, nodes] of albums) this.#fill(this.#album(group), nodes);
    settle(this.log, rows);
  }

  #once(key, make) {
    if (!this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key);
  }

  #separator(name) {
    return this.#once(`day ${name}`, () => el("div", { class: "day" }, el("span", {}, name)));
  }

  #album(group) {
    return this.#once(`album ${group}`, () => el("div", { role: "group", "aria-label": "Album" }));
  }

  #fill(album, nodes) {
    const last = nodes.at(-1);
    const photos = last.classList.contains("with-photo");
    album.className = `album ${last.dataset.from} ${photos ? "photos" : "files"} ${last.classList.contains("last") ? "last" : ""}`;
    album.dataset.count = nodes.length;
    settle(album, photos ? [...nodes, ...this.#caption(nodes)] : nodes);
  }

  /** One caption is the album's and goes below all its pictures; several stay with their own picture. */
  #caption(nodes) {
    for (const node of nodes) {
      const words = node.querySelector(".text");
      if (words) this.#captions.set(node, words);
    }
    const captioned = nodes.filter((node) => this.#captions.has(node));
    if (captioned.length === 1) return [this.#captions.get(captioned[0])];
    for (const node of captioned) node.querySelector(".bubble").append(this.#captions.get(node));
    return [];
  }
}
