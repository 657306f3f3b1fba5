/** Builds elements from plain values: what people and the bot wrote is always text, never markup. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  attach: "M20 11.500 12.200 19.300a5 5 0 0 1-7.100-7.100l8.500-8.500a3.400 3.400 0 0 1 4.800 4.800l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400L15 7",
  back: "M15 5l-7 7 7 7",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM5.700 5.700l12.600 12.600",
  camera: "M4 8h3.500L9 5.500h6L16.500 8H20v11H4Zm8 8.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400Z",
  check: "M4 12.500l5 5L20 6.500",
  checks: "M2 12.800l4.500 4.700L16 7M11 16.200l1.300 1.300L22 7",
  close: "M6 6l12 12M18 6L6 18",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6",
  copy: "M9 9h11v11H9ZM15 5H4v11h1",
  down: "M5 9l7 7 7-7",
  dots: "M12 5v.01M12 12v.01M12 19v.01",
  edit: "M4 20h4L19.500 8.500l-4-4L4 16Z",
  file: "M6 3h8l5 5v13H6ZM14 3v5h5",
  lock: "M6 11h12v9H6ZM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  mail: "M3 6h18v13H3ZM3.500 7l8.500 6.500L20.500 7",
  menu: "M4 7h16M4 12h16M4 17h10",
  mic: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM6 11.500a6 6 0 0 0 12 0M12 17.500V21",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z",
  open: "M8 16L17 7M9.500 7H17v7.500",
  paste: "M8 5H5v16h14V5h-3M8 3h8v4H8ZM12 10.500v6m-2.500-2.500 2.500 2.500 2.500-2.500",
  pin: "M12 21c-4.500-5-6.500-8.300-6.500-11.200a6.500 6.500 0 0 1 13 0C18.500 12.700 16.500 16 12 21ZM12 12a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600Z",
  plane: "M3 11.500 21 4l-3.500 16-5.500-5-3 3v-5L18 7",
  reply: "M10 6 4 11.500 10 17v-3.500c5 0 8 1 10 4.500-.5-6-4-8.700-10-9Z",
  send: "M5 12 19 5l-4.500 14-3-5.500Z",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 14c2 3 6 3 8 0M9 9.500v.01M15 9.500v.01",
  sms: "M4 5h16v11H11l-4.500 4v-4H4Z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  terminal: "M4 6l6 6-6 6M12 18h8",
  trash: "M5 7h14M9.500 7V4h5v3M7 7l1 13h8l1-13",
};

/** An element with its attributes; `onclick`-like names are listeners; null and false children are left out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const ARABIC = /\p{Script=Arabic}/u;

/** What tells a screen reader and the browser how words of any language are to be read. */
export const spokenAs = (text) => ({ dir: "auto", lang: ARABIC.test(text ?? "") && "ar" });

/** A line icon, invisible to screen readers: the control around it has the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export const byId = (id) => document.getElementById(id);

/** Words only a screen reader says. */
export const spoken = (text) => el("span", { class: "spoken" }, text);

/** The two letters of an avatar. */
export const initials = (...names) => names.filter(Boolean).map((name) => [...name][0]).join("").slice(0, 2);
