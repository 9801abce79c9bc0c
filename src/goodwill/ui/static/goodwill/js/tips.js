// One tip for the whole page, shown beside whatever has `data-tip` while it is pointed at or focused.
import { place } from "./menus.js";

const DELAY = 350;
const tip = document.createElement("div");
tip.className = "tip";
tip.popover = "manual";
tip.id = "tip";
tip.role = "tooltip";
document.body.append(tip);
let timer;

function show(at) {
  tip.textContent = at.dataset.tip;
  if (!at.isConnected || !tip.textContent) return;
  tip.showPopover();
  place(tip, at);
  if (!at.hasAttribute("aria-label") && !at.hasAttribute("aria-describedby")) at.setAttribute("aria-describedby", "tip");
}

function hide() {
  clearTimeout(timer);
  if (tip.matches(":popover-open")) tip.hidePopover();
  document.querySelector("[aria-describedby=tip]")?.removeAttribute("aria-describedby");
}

function wish({ target }, delay) {
  hide();
  const at = target.closest?.("[data-tip]");
  if (at) timer = setTimeout(() => show(at), delay);
}

document.addEventListener("pointerover", (event) => event.pointerType !== "touch" && wish(event, DELAY));
document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && wish(event, 0));
for (const kind of ["pointerdown", "keydown", "focusout", "scroll"]) document.addEventListener(kind, hide, true);
