/** A small pop-up menu, by pointer or keyboard: of a message, of the conversation, of what can be attached. */

import { byId, el, icon } from "./dom.js";

let closeOpen = () => {};

function move(box, event) {
  const items = [...box.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length].focus();
}

function place(box, { x, y, above }) {
  const { width, height } = box.getBoundingClientRect();
  const top = above || y + height > innerHeight - 8 ? y - height : y;
  box.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  box.style.top = `${Math.max(8, top)}px`;
}

/**
 * Opens `items` (`{label, icon, run, danger, testid}`) at a point of the window; `above` grows upwards.
 * Focus goes back to where it was when it closes.
 */
export function openMenu(point, label, items) {
  closeOpen();
  const before = document.activeElement;
  const close = (refocus = true) => {
    box.remove();
    removeEventListener("pointerdown", outside, true);
    closeOpen = () => {};
    if (refocus && before?.isConnected) before.focus();
  };
  const outside = (event) => box.contains(event.target) || close(false);
  const choose = (run) => () => {
    close();
    run();
  };
  const box = el("div", { class: "menu", role: "menu", "aria-label": label },
    items.map((item) =>
      el("button", {
        type: "button", role: "menuitem", tabindex: -1, class: item.danger && "danger", "data-testid": item.testid,
        onclick: choose(item.run),
      }, icon(item.icon), item.label)));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else move(box, event);
  });
  byId("desk").append(box);
  place(box, point);
  addEventListener("pointerdown", outside, true);
  closeOpen = () => close(false);
  box.querySelector("button").focus();
}

/** The point of the window where a menu of `anchor` opens. */
export function pointOf(anchor, above = false) {
  const { left, top, bottom } = anchor.getBoundingClientRect();
  return { x: left, y: above ? top - 6 : bottom + 6, above };
}
