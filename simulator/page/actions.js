/** What can be done with a message: by right click, by holding it, or from the keyboard. */

import { openMenu } from "./menu.js";
import { copy, toast } from "./toast.js";

const HOLD = 500; // milliseconds

function items(message, { phone, composer }) {
  const text = message.text ?? message.caption;
  const mine = !message.from_bot;
  const remove = () =>
    phone.post("delete", { message_id: message.message_id }).catch(() => toast("Ce message ne peut plus être supprimé."));
  return [
    { label: "Répondre", icon: "reply", run: () => composer.enter("reply", message) },
    text && !message.has_protected_content && { label: "Copier", icon: "copy", run: () => copy(text) },
    mine && message.text && { label: "Modifier", icon: "edit", run: () => composer.enter("edit", message) },
    { label: "Supprimer", icon: "trash", danger: true, run: remove },
  ].filter(Boolean);
}

function walk(event, node) {
  const all = [...event.currentTarget.querySelectorAll(".message")];
  const next = all[all.indexOf(node) + (event.key === "ArrowUp" ? -1 : 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Listens on the log; `find(id)` gives the message; `tools()` the open phone and its composer. */
export function messageActions(log, find, tools) {
  let timer = 0;

  function open(node, point) {
    const message = find(node.dataset.messageId);
    if (message) openMenu(point, "Message", items(message, tools()));
  }

  log.addEventListener("contextmenu", (event) => {
    const node = event.target.closest(".message");
    if (!node || event.target.closest("a") || event.button === -1) return;
    event.preventDefault();
    open(node, { x: event.clientX, y: event.clientY });
  });
  log.addEventListener("pointerdown", (event) => {
    const node = event.target.closest(".bubble")?.parentElement;
    if (event.pointerType !== "touch" || !node) return;
    timer = setTimeout(() => open(node, { x: event.clientX, y: event.clientY }), HOLD);
  });
  for (const name of ["pointerup", "pointercancel", "pointermove"]) log.addEventListener(name, () => clearTimeout(timer));
  log.addEventListener("keydown", (event) => {
    const node = event.target.closest(".message");
    if (event.target !== node) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") walk(event, node);
    else if (["Enter", " ", "ContextMenu"].includes(event.key) || (event.shiftKey && event.key === "F10")) {
      const { left, top } = node.querySelector(".bubble").getBoundingClientRect();
      open(node, { x: left + 12, y: Math.max(top, 80) + 12 });
    } else return;
    event.preventDefault();
  });
  log.addEventListener("copy", (event) => {
    const inside = document.getSelection().anchorNode?.parentElement?.closest(".locked");
    if (inside) event.preventDefault();
  });
}
