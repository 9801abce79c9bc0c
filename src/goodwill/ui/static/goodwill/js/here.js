// Who else has this page open, and that somebody else changed what it shows: a stream of its own, while somebody looks at the page.
import { Stream } from "./stream.js";
import { say } from "./words.js";

const url = document.body.dataset.events;
const place = () => document.getElementById("here");
let stream = null;

function look() {
  const at = place()?.dataset.at;
  if (!url || !at || document.hidden) return leave();
  if (stream) return;
  stream = new Stream(`${url}?at=${encodeURIComponent(at)}`, {
    here: () => document.body.dispatchEvent(new CustomEvent("goodwill:here")),
    changed,
  });
}

function leave() {
  stream?.close();
  stream = null;
}

function changed({ by, by_id: id }) {
  const { dataset } = place() ?? {};
  if (!dataset || String(id) === document.body.dataset.me || document.querySelector("#toasts [data-again]")) return;
  const toast = say(dataset.changed.replace("{who}", by));
  const again = document.createElement("a");
  Object.assign(again, { className: "btn quiet", href: location.href, textContent: dataset.again });
  again.dataset.again = "";
  toast?.querySelector(".toast-text").after(again);
}

look();
document.addEventListener("visibilitychange", look);
addEventListener("pagehide", leave);
addEventListener("pageshow", look);
