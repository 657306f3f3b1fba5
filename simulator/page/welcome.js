/** What an empty chat says: who the bot is, and where to begin. */

import { el, icon } from "./dom.js";

/** The elements of an empty chat; `invitation` opens the invitation e-mail, null when none has come. */
export function welcome({ bot, started }, invitation) {
  const about = el("div", { class: "about" },
    el("img", { src: "/static/mark.svg", alt: "", width: 72, height: 72 }),
    el("strong", {}, bot.first_name ?? ""),
    el("p", {}, bot.description || bot.short_description || "Que peut faire ce bot ?"));
  if (started) return [about];
  if (!invitation) {
    return [about, el("p", { class: "hint" }, "Aucune invitation pour le moment : le professionnel en crée une.")];
  }
  return [about,
    el("button", { type: "button", class: "hint", "data-testid": "open-invitation", onclick: invitation },
      icon("mail"),
      el("span", {}, el("strong", {}, "Ouvrez l’e-mail d’invitation"), el("small", {}, "et suivez le lien qu’il contient")))];
}
