/** Turns Telegram's text and entities into elements; offsets count UTF-16 units, as strings do here. */

import { el } from "./dom.js";
import { link } from "./links.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

function spoiler() {
  const hidden = el("span", { class: "hidden-words" });
  const show = ({ currentTarget, type, key }) => {
    if (type === "keydown" && key !== "Enter" && key !== " ") return;
    currentTarget.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) currentTarget.removeAttribute(name);
  };
  const props = { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Texte masqué, afficher" };
  return el("span", { ...props, onclick: show, onkeydown: show }, hidden);
}

function wrapping({ type, url, language }, text) {
  if (TAGS[type]) return el(TAGS[type]);
  if (type === "pre") return el("pre", { "data-language": language, tabindex: 0 });
  if (BLOCKS.has(type)) return el("blockquote");
  if (type === "spoiler") return spoiler();
  if (type === "text_link") return link(url);
  if (type === "url") return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`);
  if (type === "email") return link(`mailto:${text}`);
  if (type === "phone_number") return link(`tel:${text.replace(/[^+\d]/g, "")}`);
  if (type === "bot_command") return el("button", { type: "button", class: "command", "data-command": text });
  return el("span");
}

function span(text, from, to, entities) {
  const out = document.createDocumentFragment();
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    const block = BLOCKS.has(entity.type);
    // A block ends its line by itself: the line breaks around it would show as empty lines.
    const before = text.slice(at, start);
    out.append(block ? before.replace(/\n$/, "") : before);
    const node = wrapping(entity, text.slice(start, end));
    (node.firstElementChild ?? node).append(span(text, start, end, entities));
    out.append(node);
    at = block && text[end] === "\n" ? end + 1 : end;
  }
  out.append(text.slice(at, to));
  return out;
}

/** A fragment of the formatted text. */
export function formatted(text, entities = []) {
  const outerFirst = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, outerFirst);
}
