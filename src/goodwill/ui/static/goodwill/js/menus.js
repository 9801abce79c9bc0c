// Popovers stand at the button that opened them; menus are walked with the arrow keys.
const GAP = 4;
const EDGE = 8;
const ITEM = "[role^=menuitem]:not(:disabled)";
const isSeen = (part) => part.getClientRects().length > 0;
let opener = null;

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[popovertarget], .column-menu");
  if (button) opener = button;
  const menu = target.closest(".menu");
  const item = target.closest(".menu-item");
  if (menu?.popover && item && item.getAttribute("role") !== "menuitemcheckbox") menu.hidePopover();
}, true);

export function place(box, at, align = "start") {
  const place = at.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const rtl = document.documentElement.dir === "rtl";
  const left = (align === "end") !== rtl ? place.right - width : place.left;
  const below = place.bottom + GAP;
  const top = below + height > innerHeight - EDGE && place.top - GAP - height > EDGE ? place.top - GAP - height : below;
  box.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  box.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
  box.style.right = "auto";
}

document.addEventListener("toggle", (event) => {
  const box = event.target;
  if (!box.matches?.(".menu[popover], .popover[popover]")) return;
  const own = opener?.getAttribute("popovertarget") === box.id && opener.isConnected;
  const button = own ? opener : document.querySelector(`[popovertarget="${box.id}"]`) ?? opener;
  const shown = event.newState === "open";
  button?.setAttribute("aria-expanded", String(shown));
  if (!shown) return;
  const seen = button?.getClientRects().length ? button : opener;
  if (seen) place(box, seen, box.dataset.align);
  enter(box);
}, true);

// The line of a menu that has the focus is the one that Tab knows, too.
function enter(box) {
  const typed = matchMedia("(hover: none)").matches ? ":not([data-narrow])" : "";
  const parts = box.querySelectorAll(`[role^=menuitem], input:not([type=hidden])${typed}, select`);
  const found = [...parts].find(isSeen);
  const first = found ?? box.querySelector("button, a");
  if (first?.matches("[role^=menuitem]")) first.tabIndex = 0;
  first?.focus();
}

// A long menu is narrowed by what is typed above it: Enter takes the first that is left.
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-narrow]")) return;
  const sought = target.value.trim().toLowerCase();
  let head = null;
  for (const line of target.nextElementSibling.children) {
    const isItem = line.matches(`${ITEM}, .option`);
    if (!isItem) head = line;
    line.hidden = !isItem || !line.textContent.toLowerCase().includes(sought);
    if (head && !line.hidden) head.hidden = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-narrow]") || !["Enter", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const first = [...event.target.nextElementSibling.querySelectorAll(`${ITEM}, .option input`)].find(isSeen);
  if (event.key === "Enter" && event.target.value) first?.click();
  else first?.focus();
});

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (!target?.matches?.("[popover]")) return;
  if (target.id === "column-menu" && !target.matches(":popover-open")) target.showPopover();
  if (opener) place(target, opener, target.dataset.align);
  if (target.matches(":popover-open") && !target.contains(document.activeElement)) enter(target);
});

document.addEventListener("goodwill:picked", () => {
  for (const box of document.querySelectorAll(".popover:popover-open")) box.hidePopover();
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest("[role=menu]");
  if (!menu) return;
  const items = [...menu.querySelectorAll(ITEM)].filter(isSeen);
  const now = items.indexOf(document.activeElement);
  const last = items.length - 1;
  const steps = { ArrowDown: now + 1, ArrowRight: now + 1, ArrowUp: now - 1, ArrowLeft: now - 1, Home: 0, End: last };
  if (event.key in steps) {
    event.preventDefault();
    items.forEach((item) => { item.tabIndex = -1; });
    const next = items.at(steps[event.key] > last ? 0 : steps[event.key]);
    if (!next) return;
    next.tabIndex = 0;
    next.focus();
  } else if (event.key === "Tab") {
    menu.hidePopover?.();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    event.stopPropagation();
    const rest = [...items.slice(now + 1), ...items.slice(0, now + 1)];
    rest.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  }
});
