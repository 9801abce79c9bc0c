// A field edited in place: press it, type; Enter and leaving save, Esc brings back what was there.
const before = new Map();
const EDITABLE = "[data-editable], [data-edit]";

document.addEventListener("click", ({ target }) => {
  const place = target.closest("[data-editable]");
  if (place && target.closest(".field > dd") && !target.closest("a, button, input, label")) edit(place);
  if (target.closest("[data-cancel-edit]")) cancel(target.closest("[data-editing]"), true);
});

document.addEventListener("dblclick", ({ target }) => {
  const cell = target.closest(`td:is(${EDITABLE})`);
  if (cell && !target.closest("a, button")) edit(cell);
});

export function edit(place) {
  if (place.dataset.edit) globalThis.htmx.ajax("GET", place.dataset.edit, { target: place, swap: "outerHTML" });
  else place.querySelector(".pencil")?.click();
}

// Cells share one pencil, which stands in the cell that is pointed at.
const pencil = document.getElementById("pencil")?.content.firstElementChild.cloneNode(true);
pencil?.addEventListener("click", () => edit(pencil.closest("[data-edit]")));
document.addEventListener("pointerover", ({ target }) => {
  const cell = target.closest?.("td[data-edit]");
  if (pencil && cell && pencil.parentElement !== cell) cell.append(pencil);
});

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (!target.matches?.(EDITABLE)) return;
  if (target.contains(pencil)) pencil.remove();
  before.set(target.id, target.cloneNode(true));
});

document.addEventListener("htmx:load", ({ target }) => {
  if (!target.matches?.("[data-editing]")) return;
  const seen = (what) => [...target.querySelectorAll(what)].find((one) => one.getClientRects().length);
  const control = seen("input:not([type=hidden]), select, textarea") ?? seen("button");
  control?.focus();
  control?.select?.();
  target.dataset.was = typed(target);
});

const typed = (place) => new URLSearchParams(new FormData(place.querySelector("form"))).toString();

function cancel(place, reload = false) {
  const old = before.get(place.id);
  before.delete(place.id);
  if (!old || reload) return document.body.dispatchEvent(new CustomEvent("goodwill:changed")), old && put(place, old);
  put(place, old);
}

function put(place, old) {
  place.replaceWith(old);
  globalThis.htmx.process(old);
  (old.querySelector(".pencil") ?? old.closest("tr")?.querySelector("a"))?.focus();
}

function save(place) {
  if (place.dataset.sent !== undefined) return;
  place.dataset.sent = "";
  place.querySelector("form").requestSubmit();
}

document.addEventListener("keydown", (event) => {
  const place = event.target.closest?.("[data-editing]");
  if (!place) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    cancel(place);
  } else if (event.key === "Enter" && !event.target.matches("textarea, button") && !event.defaultPrevented) {
    event.preventDefault();
    save(place);
  }
});

// Leaving the field saves it; whoever changed nothing gets the old line back.
document.addEventListener("focusout", (event) => {
  const place = event.target.closest?.("[data-editing]");
  if (!place || place.contains(event.relatedTarget) || place.querySelector(".conflict")) return;
  setTimeout(() => {
    if (!place.isConnected || place.contains(document.activeElement) || !document.hasFocus()) return;
    if (typed(place) === place.dataset.was && !place.querySelector("[role=alert]")) cancel(place);
    else save(place);
  });
});

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (!detail.successful) delete target.closest?.("[data-editing]")?.dataset.sent;
});
