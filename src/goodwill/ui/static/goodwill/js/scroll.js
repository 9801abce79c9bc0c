// Back returns to the same place, also inside of parts that scroll on their own.
const KEY = "scroll";
const parts = () => document.querySelectorAll(".grid-scroll, .board");
const here = () => `${KEY}:${location.pathname}${location.search}`;

addEventListener("pagehide", () => {
  const kept = [...parts()].map((part) => [part.scrollLeft, part.scrollTop]);
  if (kept.some(([left, top]) => left || top)) sessionStorage.setItem(here(), JSON.stringify(kept));
});

if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
  const kept = JSON.parse(sessionStorage.getItem(here()) ?? "[]");
  [...parts()].forEach((part, n) => kept[n] && part.scrollTo(...kept[n]));
}

// The tab that is shown is in sight, however many there are.
const inSight = (part) => part.querySelectorAll(".tabs > [aria-current]").forEach((tab) => {
  const [bar, at] = [tab.parentElement.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (at.left < bar.left) tab.parentElement.scrollLeft -= bar.left - at.left;
  if (at.right > bar.right) tab.parentElement.scrollLeft += at.right - bar.right;
});
inSight(document);
document.addEventListener("htmx:load", ({ target }) => target.querySelectorAll && inSight(target));
