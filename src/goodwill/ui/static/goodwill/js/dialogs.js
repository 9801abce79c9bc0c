// Side sheet, modal, palette, list of keys: `data-open` names one, `data-close` is inside. What htmx puts into #sheet or #modal opens it.
import { back, here } from "./focus.js";

const dialogs = (name) => document.querySelector(`dialog[data-dialog="${name}"]`);
const FILLED = new Set(["sheet", "modal"]);
const openers = new Map();
let leaving = null;

export function open(name) {
  const dialog = dialogs(name);
  if (!dialog) return openElse(name);
  named(dialog);
  if (!dialog.open) {
    openers.set(dialog, here());
    dialog.showModal();
  }
  dialog.dispatchEvent(new CustomEvent("goodwill:opened", { bubbles: true }));
}

// What is in a dialog gives it its name.
function named(dialog) {
  const head = FILLED.has(dialog.dataset.dialog) && dialog.querySelector("h1, h2");
  if (!head) return dialog.removeAttribute("aria-labelledby");
  head.id ||= `${dialog.dataset.dialog}-name`;
  dialog.setAttribute("aria-labelledby", head.id);
}

function openElse(name) {
  const found = document.getElementById(name);
  if (found?.popover) found.togglePopover();
  else if (found) showSide(found, !found.classList.contains("shown"));
}

// The side bar over a narrow page: it closes with Escape and once somebody is elsewhere, by a press or by Tab.
function showSide(bar, shown, moves = true) {
  const opener = document.querySelector(`[data-open="${bar.id}"]`);
  bar.classList.toggle("shown", shown);
  opener?.setAttribute("aria-expanded", String(shown));
  if (moves) (shown ? bar.querySelector("a[href]") : opener)?.focus();
}

function leaveSide({ target }) {
  const bar = document.querySelector(".side.shown");
  if (bar && !target.closest?.(".side, [data-open=sidebar]")) showSide(bar, false, false);
}

document.addEventListener("focusin", leaveSide);
document.addEventListener("keydown", (event) => {
  const bar = event.key === "Escape" && document.querySelector(".side.shown");
  if (bar && !document.querySelector("dialog[open]")) showSide(bar, false);
});

export const changed = (root) =>
  [...root.querySelectorAll("form[data-guard]")].some((form) => form.dataset.changed !== undefined);

export function close(dialog, sure = false) {
  if (!sure && changed(dialog)) return ask(() => close(dialog, true));
  dialog.close();
  if (FILLED.has(dialog.dataset.dialog)) document.getElementById(dialog.dataset.dialog).replaceChildren();
  back(openers.get(dialog));
}

function ask(go) {
  leaving = go;
  open("leave");
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const opener = target.closest("[data-open]");
  if (opener) {
    opener.closest("[popover]")?.hidePopover();
    return open(opener.dataset.open);
  }
  if (target.closest("[data-stay]")) return target.closest("dialog").close();
  if (target.closest("[data-leave]")) {
    target.closest("dialog").close();
    return leaving?.();
  }
  const dialog = target.closest("dialog");
  if (dialog && target.closest("[data-close]")) {
    event.preventDefault();
    return close(dialog);
  }
  if (target === dialog && outside(dialog, event)) close(dialog);
  leaveSide(event);
});

const outside = (dialog, { clientX: x, clientY: y }) => {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
};

document.addEventListener("cancel", (event) => {
  if (event.target.tagName !== "DIALOG" || event.target.dataset.dialog === "leave") return;
  event.preventDefault();
  close(event.target);
}, true);

document.addEventListener("goodwill:close", () => {
  for (const dialog of document.querySelectorAll("dialog[open]")) close(dialog, true);
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (FILLED.has(detail.target.id) && detail.shouldSwap && detail.swapOverride !== "none") detail.swapOverride = "innerHTML";
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const { target } = detail;
  if (!FILLED.has(target?.id) || !target.childElementCount) return;
  dialogs("palette")?.close();
  open(target.id);
  const wanted = detail.requestConfig?.elt?.hash?.slice(1); // a link may name the field that it leads to
  const first = "[autofocus], .sheet-body :is(input:not([type=hidden]), select, textarea):not(gw-files *)";
  const place = (wanted && target.querySelector(`[id="${CSS.escape(wanted)}"]`)) || target.querySelector(first);
  place?.closest("details")?.setAttribute("open", "");
  place?.focus();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-peek]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!event.altKey && link.dataset.peekFirst === undefined) return;
  event.preventDefault();
  peek(link.dataset.peek);
});

export const peek = (url) => globalThis.htmx.ajax("GET", url, { target: "#sheet", swap: "innerHTML" });

// Words that were typed and not sent.
document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-guard]");
  if (form) form.dataset.changed = "";
});
document.addEventListener("submit", ({ target }) => delete target.dataset.changed);

// A form that answers with a file leaves its page as it is: its dialog has done its work.
document.addEventListener("submit", ({ target }) => {
  const dialog = "download" in target.dataset && target.closest("dialog");
  if (dialog) setTimeout(() => close(dialog, true), 400);
});
addEventListener("beforeunload", (event) => changed(document) && event.preventDefault());
