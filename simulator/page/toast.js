/** Short notices that come, can be acted upon, and go; and Telegram's alert box. */

import { byId, el, icon } from "./dom.js";

const STAY = 7000; // milliseconds

/** Shows `text`; `open` runs when it is clicked; `actions` are `[label, run]` pairs; `place` is its region. */
export function toast(text, { kind = null, open = null, actions = [], place = "toasts" } = {}) {
  const leave = () => {
    box.classList.add("leaving");
    setTimeout(() => box.remove(), 200);
  };
  const then = (run) => () => {
    leave();
    run();
  };
  const label = el("span", { class: "toast-text" }, text);
  const box = el("div", { class: "toast", "data-testid": "toast" },
    kind && icon(kind),
    open ? el("button", { type: "button", class: "toast-open", onclick: then(open) }, label) : label,
    actions.map(([name, run]) => el("button", { type: "button", class: "toast-act", onclick: then(run) }, name)),
    el("button", { type: "button", class: "toast-close", "aria-label": "Fermer", onclick: leave }, icon("close")));
  let timer = setTimeout(leave, STAY);
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("focusin", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => (timer = setTimeout(leave, STAY)));
  byId(place).append(box);
  while (byId(place).childElementCount > 3) byId(place).firstElementChild.remove();
}

/** A box that must be closed before going on, as Telegram shows `show_alert`. */
export function alertBox(title, text) {
  const close = () => box.close();
  const box = el("dialog", { class: "alert", "aria-labelledby": "alert-title" },
    el("h2", { id: "alert-title" }, title),
    el("p", {}, text),
    el("button", { type: "button", class: "primary", autofocus: true, onclick: close }, "OK"));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

/** Puts `text` in the clipboard and says so. */
export async function copy(text, said = "Copié") {
  try {
    await navigator.clipboard.writeText(text);
    toast(said, { kind: "check" });
  } catch {
    toast("Le navigateur refuse la copie : sélectionnez le texte.");
  }
}
