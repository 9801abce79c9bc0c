// Keys: `g p` goes, `c d` creates, one letter presses what carries it as data-key; none of it while somebody types.
import { open } from "./dialogs.js";
import { post } from "./send.js";

const WAIT = 700;
const WAIT_CREATE = 350;
let prefix = "";
let timer;

const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]");
const top = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
const seen = (found) => found?.getClientRects().length;
const byKey = (key) => [...top().querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(seen);

function create() {
  const button = byKey("c");
  if (button) button.click();
  else open("create-menu");
}

function second(key) {
  const kind = prefix === "g" ? "data-go" : "data-create";
  prefix = "";
  clearTimeout(timer);
  const found = document.querySelector(`[${kind}="${CSS.escape(key)}"]`);
  found?.click();
  return Boolean(found);
}

function begin(key) {
  prefix = key;
  clearTimeout(timer);
  timer = setTimeout(() => {
    prefix = "";
    if (key === "c") create();
  }, key === "c" ? WAIT_CREATE : WAIT);
}

function chord(event) {
  const key = event.key.toLowerCase();
  if (key === "k") return open("palette"), true;
  if (key === "enter") {
    const form = event.target.closest("form") ?? top().querySelector("form:has([data-save])");
    form?.requestSubmit(form.querySelector("[data-save]") ?? undefined);
    return Boolean(form);
  }
  if (key === "z" && !event.shiftKey && !typing(event.target)) {
    const undo = [...document.querySelectorAll("#toasts [data-undo]")].at(-1);
    const last = document.body.dataset.undoLast;
    if (undo) undo.click();
    else if (last) post(last, {});
    return Boolean(undo || last);
  }
  return false;
}

function plain(event) {
  const { key } = event;
  if (prefix && second(key)) return true;
  if (top() === document) {
    if (key === "/") return open("palette"), true;
    if (key === "?") return open("keys"), true;
    if (key === "g") return begin("g"), true;
    if (key === "c") return begin("c"), true;
    if (key === "n" && !byKey("n")) return note();
  }
  const found = byKey(key);
  found?.click();
  return Boolean(found);
}

function note() {
  const field = document.querySelector("[data-composer]");
  field?.focus();
  return Boolean(field);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const done = event.ctrlKey || event.metaKey ? chord(event) : !typing(event.target) && plain(event);
  if (done) event.preventDefault();
});

// Where the browser does not grow text fields by itself.
if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-grow]")) return;
    target.style.height = "auto";
    target.style.height = `${target.scrollHeight}px`;
  });
}
