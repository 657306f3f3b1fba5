/** Says dates and hours as a French reader expects them. */

const HOUR = new Intl.DateTimeFormat("fr", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("fr", { day: "numeric", month: "long" });
const DAY_AND_YEAR = new Intl.DateTimeFormat("fr", { day: "numeric", month: "long", year: "numeric" });

/** Unix seconds or an ISO string, as a Date. */
export const moment = (at) => (typeof at === "number" ? new Date(at * 1000) : new Date(at));

export const hour = (at) => HOUR.format(moment(at));

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/** "Aujourd’hui", "Hier", "12 mars", "12 mars 2023". */
export function day(at) {
  const date = moment(at);
  const today = new Date();
  const ago = Math.round((midnight(today) - midnight(date)) / 86_400_000);
  if (ago === 0) return "Aujourd’hui";
  if (ago === 1) return "Hier";
  return (date.getFullYear() === today.getFullYear() ? DAY : DAY_AND_YEAR).format(date);
}

/** The hour for today, else the day. */
export const shortly = (at) => (day(at) === "Aujourd’hui" ? hour(at) : day(at));
