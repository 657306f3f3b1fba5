/** The keys a bot puts in place of the phone's own keyboard: each sends its text. */

import { el } from "./dom.js";

/**
 * The rows of the keyboard that the newest such message left, none when it took it away.
 * `send(text)` writes the key's text; `contact()` gives the person's own number to a bot that asks for it.
 */
export function replyKeys(message, { send, contact }) {
  const rows = message?.reply_keyboard.keyboard ?? [];
  return rows.map((row) =>
    el("div", { class: "row" }, row.map((key) => {
      const text = key.text ?? key;
      return el("button", { type: "button", class: "key", "data-testid": "reply-button", onclick: () => (key.request_contact ? contact() : send(text)) }, text);
    })));
}
