// A list is remembered while its records are read: previous and next walk along it, and its name leads back to the same rows.
import { say, word } from "./words.js";

const KEY = "trail";

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

// The rows as they are shown now, when one of them is left for its page.
function keep() {
  const shown = document.querySelectorAll("gw-grid tr[data-href], gw-board [data-href], .world-list [data-href], .world-pins [data-href]");
  const rows = [...new Set([...shown].map((row) => row.dataset.href))];
  const next = document.querySelector(".pager a[rel=next]")?.getAttribute("href") ?? "";
  if (rows.length) sessionStorage.setItem(KEY, JSON.stringify({ list: location.pathname + location.search, rows, next }));
}

function show() {
  const trail = document.querySelector("[data-trail]");
  const known = kept();
  const at = known?.rows.indexOf(location.pathname) ?? -1;
  if (at < 0) return;
  for (const link of document.querySelectorAll(".crumbs a")) {
    if (link.pathname === known.list.split("?")[0]) link.href = known.list;
  }
  if (!trail || known.rows.length < 2) return;
  lead(trail.querySelector("[data-trail-previous]"), known.rows[at - 1]);
  lead(trail.querySelector("[data-trail-next]"), known.rows[at + 1] ?? known.next);
  trail.querySelector("[data-trail-place]").textContent = `${at + 1} / ${known.rows.length}`;
  trail.hidden = false;
}

function lead(link, href) {
  if (href) link.href = href;
  else {
    link.removeAttribute("href");
    link.role = "link";
    link.ariaDisabled = "true";
  }
}

addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", () => document.hidden && keep());
show();

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy-link]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href.split(/[?#]/)[0]).href);
  say(word("copied"), "good");
});
