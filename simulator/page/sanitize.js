/** Keeps of an HTML e-mail its words, structure and links; nothing that runs, loads or styles. */

import { el } from "./dom.js";
import { link } from "./links.js";

const KEPT = new Set(
  "b blockquote br code div em h1 h2 h3 hr i li ol p pre s small span strong table tbody td th thead tr u ul".split(" "),
);
const DROPPED = new Set("audio embed form frame head iframe math noscript object script style svg template title video".split(" "));

function kept(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const name = node.localName;
  if (DROPPED.has(name)) return [];
  const inside = [...node.childNodes].flatMap(kept);
  if (name === "img") return node.alt ? [node.alt] : [];
  if (name !== "a" && !KEPT.has(name)) return inside;
  const clean = name === "a" ? link(node.getAttribute("href") ?? "") : el(name);
  clean.append(...inside);
  return [clean];
}

/** A fragment built anew from `html`, which is parsed in a document that runs nothing. */
export function sanitized(html) {
  const out = document.createDocumentFragment();
  out.append(...kept(new DOMParser().parseFromString(html, "text/html").body));
  return out;
}
