/** Makes links that are safe to follow, and recognises those that open the bot's chat. */

import { el } from "./dom.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]»]/g;

function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** An empty link, or an empty span when the address is not one a page may follow. */
export function link(address) {
  const url = parsed(address);
  if (!url || !SAFE.has(url.protocol)) return el("span");
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" });
}

/** The payload of `https://t.me/<bot>?start=<payload>` ("" when there is none), null for any other address. */
export function startPayload(address, botUsername) {
  const url = parsed(address);
  if (!url || !["t.me", "telegram.me"].includes(url.hostname)) return null;
  if (url.pathname.slice(1).toLowerCase() !== botUsername?.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}

/** A plain text with its web addresses made into links. */
export function linked(text) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const anchor = link(address);
    anchor.append(address);
    out.append(text.slice(at, index), anchor);
    at = index + address.length;
  }
  out.append(text.slice(at));
  return out;
}

/** The web addresses in a plain text. */
export const addresses = (text) => text.match(ADDRESS) ?? [];
