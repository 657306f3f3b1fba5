/** Shows what a message carries besides text: photo, document, voice, sticker, place. */

import { el, icon, spoken } from "./dom.js";

const UNITS = ["o", "ko", "Mo"];

function weight(bytes) {
  if (!bytes) return "";
  const step = Math.min(2, Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${(bytes / 1024 ** step).toLocaleString("fr", { maximumFractionDigits: step ? 1 : 0 })} ${UNITS[step]}`;
}

function enlarge(src, alt) {
  const box = el("dialog", { class: "lightbox", "aria-label": alt, onclick: () => box.close() },
    el("img", { src, alt }),
    el("button", { type: "button", class: "round", "aria-label": "Fermer", autofocus: true }, icon("close")));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

function photo({ photo: sizes, caption }, file) {
  const { file_id: id, width, height } = sizes.at(-1);
  const alt = caption || "Photo";
  const picture = el("img", { src: file(id), alt, width, height, draggable: "false" });
  return el("button", { type: "button", class: "photo", "aria-label": `${alt}, agrandir`, onclick: () => enlarge(file(id), alt) }, picture);
}

function documentOf({ document: { file_id: id, file_name: name = "Fichier", file_size: size }, has_protected_content: locked }, file) {
  const inside = [
    el("span", { class: "disc" }, icon("file")),
    el("span", { class: "lines" }, el("strong", {}, name), el("small", {}, weight(size))),
  ];
  // Telegram's apps open what is protected, and offer neither to save nor to share it.
  if (locked) {
    return el("a", { class: "attached", href: file(id), target: "_blank", rel: "noopener", title: "Ouvrir" }, spoken("Ouvrir le fichier "), inside);
  }
  return el("a", { class: "attached", href: file(id), download: name, title: "Enregistrer" }, spoken("Enregistrer le fichier "), inside);
}

/** A coloured disc, a title, a line below it. */
function card(sign, title, below) {
  return el("div", { class: "attached" },
    el("span", { class: "disc" }, icon(sign)),
    el("span", { class: "lines" }, title, el("small", {}, below)));
}

function voice({ voice: { duration } }) {
  const bars = Array.from({ length: 24 }, (_, at) => el("i", { style: `height:${5 + ((at * 7 + at * at) % 14)}px` }));
  return card("mic", el("span", { class: "wave", "aria-hidden": "true" }, bars), `Message vocal, ${duration} s`);
}

function place({ location: { latitude, longitude } }) {
  return card("pin", el("strong", {}, "Position"), `${latitude.toLocaleString("fr")}\u00a0; ${longitude.toLocaleString("fr")}`);
}

function contact({ contact: { first_name: name, phone_number: number } }) {
  return card("contact", el("strong", {}, name), number);
}

const sticker = ({ sticker: { emoji } }) => el("div", { class: "sticker" }, emoji ?? "Autocollant");

const SHOWN = { photo, document: documentOf, voice, location: place, contact, sticker };

/** The element of the attached thing, or null for a text. */
export function media(message, file) {
  const kind = Object.keys(SHOWN).find((name) => message[name]);
  return kind ? SHOWN[kind](message, file) : null;
}

const NAMES = { photo: "Photo", document: "Fichier", voice: "Message vocal", location: "Position", contact: "Contact", sticker: "Autocollant" };

/** What a quote of this message says in one line. */
export function inBrief(message) {
  const kind = Object.keys(NAMES).find((name) => message[name]);
  return message.text ?? message.caption ?? NAMES[kind] ?? "Message";
}
