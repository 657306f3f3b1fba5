/** Light or dark: as the system says, until the person chooses. */

import { icon } from "./dom.js";

const system = matchMedia("(prefers-color-scheme: dark)");

/** Makes `button` switch between light and dark, and remembers the choice. */
export function theme(button) {
  const dark = () => (localStorage.getItem("theme") ?? (system.matches ? "dark" : "light")) === "dark";

  function show() {
    document.documentElement.dataset.theme = dark() ? "dark" : "light";
    button.replaceChildren(icon(dark() ? "sun" : "moon"));
    button.setAttribute("aria-label", dark() ? "Passer en clair" : "Passer en sombre");
    button.title = button.getAttribute("aria-label");
  }

  button.addEventListener("click", () => {
    localStorage.setItem("theme", dark() ? "light" : "dark");
    show();
  });
  system.addEventListener("change", show);
  show();
}
