/** Keeps the newest message in view, unless the person has scrolled up to read. */

import { icon } from "./dom.js";

const NEAR = 48; // pixels from the end that still count as the end

/** Follows `scroller` and its growing `content`; `button` comes up when there is something below. */
export function stickToEnd(scroller, content, button) {
  let stuck = true;
  let top = 0;
  let unseen = 0;

  const end = (behavior = "instant") => scroller.scrollTo({ top: scroller.scrollHeight, behavior });
  function show() {
    button.hidden = stuck;
    if (stuck) unseen = 0;
    button.replaceChildren(icon("down"), ...(unseen ? [String(unseen)] : []));
    button.setAttribute("aria-label", unseen ? `Aller en bas, ${unseen} nouveaux messages` : "Aller en bas");
  }

  scroller.addEventListener("scroll", () => {
    const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    // Only going up lets go of the end: when the window shrinks, the end moves away by itself.
    stuck = near || (stuck && scroller.scrollTop >= top);
    top = scroller.scrollTop;
    show();
  });
  const resized = new ResizeObserver(() => stuck && end());
  resized.observe(content);
  resized.observe(scroller);
  button.addEventListener("click", () => end(matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth"));
  show();

  return {
    toEnd() {
      stuck = true;
      end();
      show();
    },
    arrived() {
      if (stuck) return;
      unseen += 1;
      show();
    },
  };
}
