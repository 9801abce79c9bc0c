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
