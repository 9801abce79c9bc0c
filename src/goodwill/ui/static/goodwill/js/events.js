// News from the server: one tab holds the stream and tells the others.
import { Stream } from "./stream.js";
import { say } from "./words.js";

const url = document.body.dataset.events;
const KINDS = ["notice", "notices-read", "job"];
const others = new BroadcastChannel("goodwill");

function tell(kind, news) {
  if (kind === "job") job(news);
  else notice(news);
  document.body.dispatchEvent(new CustomEvent(`goodwill:${kind}`, { detail: news }));
}

function notice({ count, title }) {
  for (const badge of document.querySelectorAll("[data-bell]")) {
    badge.textContent = count > 99 ? "99+" : count;
    badge.hidden = !count;
  }
  if (title && !document.hidden) say(title, "info");
}

function job({ id, done, total, state, message }) {
  const part = document.getElementById(`job-${id}`);
  if (!part) return;
  for (const known of ["waiting", "running", "done", "failed", "cancelled"]) part.classList.toggle(known, known === state);
  const bar = part.querySelector("progress");
  if (total) Object.assign(bar, { max: total, value: done });
  part.querySelector("[data-sentence]").textContent = message ?? "";
  const figures = part.querySelector("[data-figures]");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  if (figures && total) figures.textContent = `${number.format(done)} / ${number.format(total)}`;
}

function lead() {
  const stream = new Stream(url, Object.fromEntries(KINDS.map((kind) => [kind, (news) => {
    tell(kind, news);
    others.postMessage([kind, news]);
  }])));
  return new Promise((done) => addEventListener("pagehide", () => { stream.close(); done(); }, { once: true }));
}

if (url) {
  others.onmessage = ({ data: [kind, news] }) => tell(kind, news);
  const begin = () => navigator.locks ? navigator.locks.request("goodwill-events", lead) : lead();
  begin();
  addEventListener("pageshow", (event) => event.persisted && begin());
}
