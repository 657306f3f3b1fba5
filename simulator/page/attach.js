/** Sends what is not text: photos and files (chosen, pasted, dropped), and things bots do not expect. */

import { el, icon } from "./dom.js";
import { openMenu, pointOf } from "./menu.js";
import { toast } from "./toast.js";

const ALBUM = 10; // files of one album; more leave as several, as Telegram's apps do

const HERE = { latitude: 48.8566, longitude: 2.3522 }; // Paris

const isPicture = (file) => file.type.startsWith("image/");

function thumbnail(file, take) {
  const shown = isPicture(file)
    ? el("img", { src: URL.createObjectURL(file), alt: "" })
    : el("span", { class: "disc" }, icon("file"));
  const remove = el("button", { type: "button", class: "round", "aria-label": `Retirer ${file.name}`, onclick: take }, icon("close"));
  return el("li", {}, shown, el("span", { class: "file-name" }, file.name), remove);
}

function albumOf(files, as, caption) {
  const body = new FormData();
  body.append("as", as);
  body.append("caption", caption);
  for (const file of files) body.append("files", file, file.name);
  return body;
}

async function upload(phone, files, as, caption) {
  try {
    for (let from = 0; from < files.length; from += ALBUM) {
      await phone.post("files", albumOf(files.slice(from, from + ALBUM), as, from ? "" : caption));
    }
  } catch (problem) {
    toast(`L’envoi a échoué. ${problem.message}`);
  }
}

/** Shows the chosen files before they leave; pictures leave as photos unless asked otherwise. */
function preview(phone, chosen, as) {
  let files = [...chosen];
  const title = el("h2", { id: "preview-title" });
  const list = el("ul", { class: "thumbnails" });
  const caption = el("input", { type: "text", placeholder: "Légende", "aria-label": "Légende", maxlength: 1024, autofocus: true });
  const asFile = el("input", { type: "checkbox", checked: as === "document" });
  const choice = el("label", { class: "as-file" }, asFile, "Envoyer comme fichier, sans compression");
  const box = el("dialog", { class: "preview", "aria-labelledby": "preview-title", "data-testid": "preview" },
    el("form", { method: "dialog" }, title, list, choice, caption,
      el("div", { class: "choices" },
        el("button", { type: "button", class: "plain", onclick: () => box.close() }, "Annuler"),
        el("button", { type: "submit", class: "primary", "data-testid": "preview-send" }, "Envoyer"))));

  function show() {
    if (!files.length) return box.close();
    title.textContent = files.length === 1 ? "Envoyer un fichier" : `Envoyer ${files.length} fichiers`;
    choice.hidden = !files.every(isPicture);
    const without = (file) => () => {
      files = files.filter((other) => other !== file);
      show();
    };
    return list.replaceChildren(...files.map((file) => thumbnail(file, without(file))));
  }

  box.querySelector("form").addEventListener("submit", () => {
    const photos = files.every(isPicture) && !asFile.checked;
    upload(phone, files, photos ? "photo" : "document", caption.value.trim());
  });
  box.addEventListener("close", () => {
    for (const picture of list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    box.remove();
  });
  document.body.append(box);
  show();
  box.showModal();
}

function picker(as, testid, chosen) {
  const input = el("input", {
    type: "file", multiple: true, hidden: true, accept: as === "photo" && "image/*", "data-testid": testid,
    "aria-label": as === "photo" ? "Photos à envoyer" : "Fichiers à envoyer",
  });
  input.addEventListener("change", () => {
    if (input.files.length) chosen([...input.files], as);
    input.value = "";
  });
  return input;
}

/** The attach button and its hidden file inputs, for one phone. */
export function attachments(phone) {
  const choose = (files, as) => preview(phone, files, as);
  const photos = picker("photo", "file-photo", choose);
  const documents = picker("document", "file-document", choose);
  const odd = (what, body) => () => phone.post(what, body).catch(() => toast("L’envoi a échoué."));
  const contact = odd("contact");
  const button = el("button", {
    type: "button", class: "round", "data-testid": "attach", "aria-label": "Joindre", title: "Joindre", "aria-haspopup": "menu",
  }, icon("attach"));
  button.addEventListener("click", () => openMenu(pointOf(button, true), "Joindre", [
    { label: "Photo", icon: "camera", run: () => photos.click(), testid: "attach-photo" },
    { label: "Fichier", icon: "file", run: () => documents.click(), testid: "attach-file" },
    { label: "Message vocal", icon: "mic", run: odd("voice"), testid: "attach-voice" },
    { label: "Autocollant", icon: "smile", run: odd("sticker"), testid: "attach-sticker" },
    { label: "Position", icon: "pin", run: odd("location", HERE), testid: "attach-location" },
    { label: "Mon numéro", icon: "contact", run: contact, testid: "attach-contact" },
  ]));
  const received = (files) => choose(files, files.every(isPicture) ? "photo" : "document");
  return { button, contact, inputs: [photos, documents], choose: received };
}

/** Lets files be pasted or dropped on `area`; `notice` shows while they hover; `choose(files)` takes them. */
export function receive(area, notice, choose) {
  const hovering = (is) => (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    notice.hidden = !is;
  };
  area.addEventListener("dragover", hovering(true));
  area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || hovering(false)(event));
  area.addEventListener("drop", (event) => {
    hovering(false)(event);
    if (event.dataTransfer.files.length) choose([...event.dataTransfer.files]);
  });
  area.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    choose([...event.clipboardData.files]);
  });
}
