/** Remembers, in this browser, which SMS and e-mails a person has seen. */

const KEPT = 500;

/** What `userId` has seen of one kind ("sms" or "mail"). */
export function seen(userId, kind) {
  const key = `seen-${userId}-${kind}`;
  const name = ({ id, at }) => `${id}@${at}`;
  const known = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
  return {
    has: (item) => known.has(name(item)),
    add(items) {
      for (const item of items) known.add(name(item));
      localStorage.setItem(key, JSON.stringify([...known].slice(-KEPT)));
    },
  };
}

/** Writes a count on every badge of one kind. */
export function badge(kind, count) {
  for (const mark of document.querySelectorAll(`[data-badge="${kind}"]`)) {
    mark.hidden = !count;
    mark.textContent = count ? String(count) : "";
    mark.title = count ? `${count} non lu${count > 1 ? "s" : ""}` : "";
  }
}
