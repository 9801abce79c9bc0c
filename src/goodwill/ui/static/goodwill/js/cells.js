// Walking through the cells of a list: the arrows go from one to the next, Enter and F2 open the one that can be edited.
import { edit, narrow, stand } from "./inline_edit.js";

const CELLS = "td:not(.select)";

const cells = (row) => [...row.querySelectorAll(CELLS)].filter((cell) => cell.getClientRects().length);
const away = () => (document.documentElement.dir === "rtl" ? -1 : 1);

// The cell in which one is, or the first one of the row whose name has the focus.
function here(target) {
  const cell = target.closest?.(`gw-grid tbody ${CELLS}`);
  return cell && !target.closest("[data-editing]") ? cell : null;
}

function beside(cell, step) {
  const row = cells(cell.parentElement);
  return row[row.indexOf(cell) + step];
}

function below(cell, step) {
  const rows = [...cell.closest("table").querySelectorAll("tbody:not(.folded) tr[data-row]")];
  const row = rows[rows.indexOf(cell.parentElement) + step];
  return row && cells(row)[cells(cell.parentElement).indexOf(cell)];
}

const link = (cell) => cell.querySelector("a[href]");

function press(cell, target) {
  if (cell.dataset.edit) edit(cell);
  else if (target === cell) (link(cell) ?? link(cell.parentElement))?.click();
  else return false;
  return true;
}

function key(cell, { key: pressed, target }) {
  const next = {
    ArrowRight: () => beside(cell, away()),
    ArrowLeft: () => beside(cell, -away()),
    ArrowDown: () => below(cell, 1),
    ArrowUp: () => below(cell, -1),
  }[pressed];
  if (next) {
    const found = next();
    if (found) goTo(found);
    return Boolean(found);
  }
  if (pressed === "F2" || pressed === "e") return Boolean(cell.dataset.edit) && press(cell, target);
  return pressed === "Enter" && target === cell && press(cell, target);
}

function goTo(cell) {
  for (const row of document.querySelectorAll("gw-grid tr.at")) row.classList.remove("at");
  cell.parentElement.classList.add("at");
  stand(cell);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  if (event.target.closest("button, input, [role=menu]")) return;
  const cell = here(event.target);
  if (cell && key(cell, event)) {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);

document.addEventListener("click", ({ target, detail }) => {
  const cell = here(target);
  if (cell?.dataset.edit && !narrow.matches && detail === 1 && !target.closest("a, button, input, label")) goTo(cell);
});

// What stands below the columns follows from a cell that was written.
document.addEventListener("htmx:afterRequest", ({ detail: { successful, requestConfig } }) => {
  const foot = document.querySelector("gw-grid tfoot");
  const address = foot?.closest("#list")?.getAttribute("hx-get");
  if (!address || !successful || requestConfig.verb !== "post" || !/\/fields\/\w+$/.test(requestConfig.path)) return;
  const headers = { "HX-Target": "list" };
  globalThis.htmx.ajax("GET", address, { target: foot, select: "tfoot", swap: "outerHTML", headers });
});
