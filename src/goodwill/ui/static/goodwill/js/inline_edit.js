// A field edited in place: press it, type; Enter and leaving save, Esc brings back what was there.
const before = new Map();
const EDITABLE = "[data-editable], [data-edit]";
const STOPS = "input:not([type=hidden]), select, textarea, button:not([tabindex='-1'])";
const AT_ONCE = "select, .one > .option > [type=checkbox], gw-picker:not([data-many])";
let entered = "";

// A row of two lines opens its record at a touch.
export const narrow = matchMedia("(max-width: 760px)");

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
  follow(place);
  if (place.dataset.edit) globalThis.htmx.ajax("GET", place.dataset.edit, { target: place, swap: "outerHTML" });
  else place.querySelector(".pencil")?.click();
}

// Cells share one pencil, which stands in the cell that is pointed at.
const pencil = document.getElementById("pencil")?.content.firstElementChild.cloneNode(true);
pencil?.addEventListener("click", () => edit(pencil.closest("[data-edit]")));
document.addEventListener("pointerover", ({ target }) => {
  const cell = target.closest?.("td[data-edit]");
  if (pencil && cell && !narrow.matches && pencil.parentElement !== cell) cell.append(pencil);
});

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.matches?.(EDITABLE)) keep(target);
});

function keep(target) {
  if (target.contains(pencil)) pencil.remove();
  const kept = target.cloneNode(true);
  for (const one of [kept, ...kept.querySelectorAll(".htmx-request")]) one.classList.remove("htmx-request");
  before.set(target.id, kept);
}

// What was drawn anew while its control was on its way has it all the same.
function follow(place) {
  place.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (place.isConnected) return;
    detail.target = document.getElementById(place.id) ?? place;
    keep(detail.target);
  }, { once: true });
}

// A cell that somebody fills in, or that waits for its own answer, stays when its row is drawn anew.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const { target, fragment } = detail;
  if (!target.matches("td[data-editing]") || fragment.querySelector(".saved")) return;
  detail.shouldSwap = false;
  before.set(target.id, fragment.firstElementChild.cloneNode(true));
});

// What a row shows beside the cell may follow from it.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const cell = detail.verb === "post" && detail.elt.closest("td[data-editing]");
  if (!cell) return;
  const beside = [...cell.closest("tr").querySelectorAll("td[id^=cell-]")].filter((one) => one !== cell);
  detail.parameters.beside = beside.map((one) => one.id.split("-").slice(2).join("-")).join(",");
});

document.addEventListener("htmx:load", ({ target }) => {
  if (target.matches?.("td")) dress(target);
  if (!target.matches?.("[data-editing]")) return;
  const seen = (what) => [...target.querySelectorAll(what)].find((one) => one.getClientRects().length);
  const control = seen("input:not([type=hidden]), select, textarea") ?? seen("button");
  control?.focus();
  control?.select?.();
  target.dataset.was = typed(target);
});

// A cell keeps the place and the width of the one that it comes for, and whoever left it by a key goes on from it.
function dress(cell) {
  const old = before.get(cell.id);
  if (old) {
    cell.classList.add(...old.classList);
    cell.style.cssText = old.style.cssText;
  }
  if (entered !== cell.id || cell.matches("[data-editing]")) return;
  entered = "";
  if (document.activeElement === document.body) stand(cell);
}

// In the cell of the name the link has the focus: Enter opens the record.
export function stand(cell) {
  const name = cell.matches("[role=rowheader]") && cell.querySelector("a[href]");
  if (!name) cell.tabIndex = -1;
  (name || cell).focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const typed = (place) => new URLSearchParams(new FormData(place.querySelector("form"))).toString();

function cancel(place, reload = false) {
  const old = before.get(place.id);
  before.delete(place.id);
  if (reload || !old) document.body.dispatchEvent(new CustomEvent("goodwill:changed"));
  if (old) put(place, old);
}

function put(place, old) {
  const here = document.activeElement === document.body || place.contains(document.activeElement);
  place.replaceWith(old);
  globalThis.htmx.process(old);
  if (!here) return;
  if (old.matches("td")) stand(old);
  else old.querySelector(".pencil")?.focus();
}

function save(place) {
  if (place.dataset.sent !== undefined) return;
  place.dataset.sent = "";
  place.querySelector("form").requestSubmit();
}

const changed = (place) => typed(place) !== place.dataset.was || place.querySelector("[role=alert]");

// The next cell of the row, or of the one below, that can be edited.
function following(place, step) {
  const cells = [...place.closest("table").querySelectorAll(`td:is([data-edit], #${CSS.escape(place.id)})`)];
  return cells[cells.indexOf(place) + step];
}

function goOn(place, step) {
  const next = following(place, step);
  if (changed(place)) save(place);
  else cancel(place);
  if (next) edit(next);
}

document.addEventListener("keydown", (event) => {
  const place = event.target.closest?.("[data-editing]");
  if (!place || event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    cancel(place);
  } else if (event.key === "Enter" && !event.target.matches("textarea, button")) {
    event.preventDefault();
    entered = place.id;
    save(place);
  } else if (event.key === "Tab" && place.matches("td") && !place.querySelector(".conflict")) {
    const stops = [...place.querySelectorAll(STOPS)].filter((one) => one.getClientRects().length);
    if (event.target !== stops.at(event.shiftKey ? 0 : -1)) return;
    event.preventDefault();
    goOn(place, event.shiftKey ? -1 : 1);
  }
});

// Where one choice is all that is asked for, making it by hand saves it.
document.addEventListener("pointerdown", ({ target }) => {
  const place = target.closest?.("[data-editing]");
  if (place) place.dataset.pointed = "";
});
document.addEventListener("change", ({ target }) => {
  const place = target.closest?.("[data-editing]");
  if (!place || !target.matches(AT_ONCE) || (target.matches("select") && place.dataset.pointed === undefined)) return;
  if (target.matches("gw-picker") && !target.querySelector(".picked")) return;
  entered = place.id;
  save(place);
});

// Leaving the field saves it; whoever changed nothing gets the old line back.
document.addEventListener("focusout", (event) => {
  const place = event.target.closest?.("[data-editing]");
  if (!place || place.contains(event.relatedTarget) || place.querySelector(".conflict")) return;
  setTimeout(() => {
    if (!place.isConnected || place.contains(document.activeElement) || !document.hasFocus()) return;
    if (changed(place)) save(place);
    else cancel(place);
  });
});

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (!detail.successful) delete target.closest?.("[data-editing]")?.dataset.sent;
});
