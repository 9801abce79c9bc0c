// For those who listen: how many a list holds, when that changed while somebody is in it, and the toasts that came along
// with a page, since a region is only listened to from then on.
import { murmur } from "./words.js";

const LISTENING = 400;
const count = () => document.querySelector(".count-words")?.textContent ?? "";
let before = count();

document.addEventListener("htmx:afterSettle", () => {
  const now = count();
  if (before && now && now !== before) murmur(now);
  before = now;
});

const brought = [...document.querySelectorAll("#toasts .toast-text")].map((one) => one.textContent.trim()).join(" ");
if (brought) setTimeout(() => murmur(brought), LISTENING);
