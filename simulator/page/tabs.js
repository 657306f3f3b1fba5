/** On a narrow window, one view at a time: chat, SMS or e-mails. */

import { byId, el, icon } from "./dom.js";

const VIEWS = [["chat", "Chat", "plane"], ["sms", "SMS", "sms"], ["mail", "Mail", "mail"]];

/** Draws the tabs; `shown(view)` is called at every change. Returns how to go to a view. */
export function tabs(shown) {
  const buttons = VIEWS.map(([view, label, sign]) =>
    el("button", { type: "button", "data-testid": `tab-${view}`, "data-view": view, onclick: () => go(view) },
      icon(sign), el("span", {}, label), view !== "chat" && el("span", { class: "badge", "data-badge": view, hidden: true })));
  byId("tabs").append(...buttons);

  function go(view) {
    byId("desk").dataset.tab = view;
    for (const button of buttons) {
      if (button.dataset.view === view) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
    shown(view);
  }

  go("chat");
  return go;
}
