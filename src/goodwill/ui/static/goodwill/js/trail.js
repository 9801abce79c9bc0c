// A list is remembered while its records are read: previous and next walk along it, and its name leads back to the same rows.
import { say, word } from "./words.js";

const KEY = "trail", LAST = "trail-last";

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

const put = (known) => sessionStorage.setItem(KEY, JSON.stringify(known));

// The rows as they are shown now, when one of them is left for its page. Of a plain list it is known how many there are in all,
// and of its first page, from where they are counted.
function keep() {
  const shown = document.querySelectorAll("gw-grid tr[data-href], gw-board [data-href], .world-list [data-href], .world-pins [data-href]");
  const rows = [...new Set([...shown].map((row) => row.dataset.href))];
  if (!rows.length) return;
  const grid = document.querySelector("gw-grid[data-count]");
  const begins = grid && !/[?&](after|before)=/.test(location.search) ? 0 : null;
  put({ list: location.pathname + location.search, rows, begins, total: Number(grid?.dataset.total), count: grid?.dataset.count });
}

function show() {
  const known = kept();
  const at = known?.rows.indexOf(location.pathname) ?? -1;
  if (at < 0) return;
  for (const link of document.querySelectorAll(".crumbs a")) {
    if (link.pathname === known.list.split("?")[0]) link.href = known.list;
  }
  const trail = document.querySelector("[data-trail]");
  if (!trail) return;
  draw(trail, known, at);
  if (known.count && goesOn(known, at)) ask(known, at).then((asked) => asked && draw(trail, known, at + asked.before));
}

function draw(trail, { rows, begins, count }, at) {
  lead(trail.querySelector("[data-trail-previous]"), rows[at - 1]);
  lead(trail.querySelector("[data-trail-next]"), rows[at + 1]);
  trail.querySelector("[data-trail-place]").textContent = count && begins !== null ? `${(begins + at + 1).toLocaleString(document.documentElement.lang)} / ${count}` : "";
  trail.hidden = rows.length < 2;
}

// Beyond the rows that were shown, and where they began further down, the server knows.
const goesOn = ({ rows, begins, total }, at) =>
  begins === null || (at === 0 && begins > 0) || (at === rows.length - 1 && !(total && begins + rows.length >= total));

async function ask(known, at) {
  const found = await fetch(`${location.pathname}trail${new URL(known.list, location).search}`).catch(() => null);
  if (!found?.ok) return null;
  const { previous, next, place } = await found.json();
  if (at === known.rows.length - 1 && next) known.rows.push(next);
  const before = at === 0 && previous ? 1 : 0;
  if (before) known.rows.unshift(previous);
  known.begins = place === null ? null : place - 1 - at - before;
  put(known);
  return { before };
}

function lead(link, href) {
  if (href) {
    link.href = href;
    link.ariaDisabled = null;
  } else {
    link.removeAttribute("href");
    link.role = "link";
    link.ariaDisabled = "true";
  }
}

// The next page may be there, and have written, long before this one is told that it is left: only the one that came last writes.
const come = () => sessionStorage.setItem(LAST, performance.timeOrigin);
const leave = () => sessionStorage.getItem(LAST) === String(performance.timeOrigin) && keep();
document.addEventListener("click", ({ target }) => target.closest("[data-href]") && keep(), true);
addEventListener("pageshow", come);
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.hidden && leave());
come();
show();

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy-link]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href.split(/[?#]/)[0]).href);
  say(word("copied"), "good");
});

// The name of a record stands above its page, too, and in the window's title: both follow when it is edited in its place.
document.addEventListener("htmx:afterSettle", () => {
  const name = document.querySelector("#who h1")?.textContent;
  const above = document.querySelector(".crumbs b > bdi");
  if (!name || !above || name === above.textContent) return;
  document.title = document.title.replace(above.textContent, () => name);
  above.textContent = name;
});
