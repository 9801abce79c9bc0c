// The list: selecting, walking with j and k, and columns that are made wider or moved.
import { peek } from "./dialogs.js";
import { edit, narrow } from "./inline_edit.js";
import { place } from "./menus.js";
import { send } from "./send.js";
import { say, word } from "./words.js";

const STEP = 16;
const WIDEST = 40;
const PINNED = 0.7;
const AT_HEAD = "goodwill.head";

class Grid extends HTMLElement {
  connectedCallback() {
    this.scroller = this.querySelector(".grid-scroll");
    this.scroller?.addEventListener("scroll", () => this.classList.toggle("scrolled", this.scroller.scrollLeft !== 0), { passive: true });
    this.addEventListener("change", (event) => this.selected(event.target));
    this.addEventListener("click", (event) => this.range(event));
    this.addEventListener("click", (event) => this.open(event));
    if (this.dataset.layout || this.dataset.columns) this.columns();
    this.widths();
    this.pins();
    this.count();
  }

  disconnectedCallback() { this.measured?.disconnect(); }

  boxes() { return [...this.querySelectorAll("tbody:not(.folded) input[name=id]")]; }

  get bulk() { return document.getElementById(this.boxes()[0]?.getAttribute("form")); }

  selected(box) {
    const boxes = this.boxes();
    const same = box.matches("[data-select-page]") ? boxes : boxes.filter((one) => box.name === "id" && one.value === box.value);
    same.forEach((one) => { one.checked = box.checked; });
    this.count();
  }

  range(event) {
    const box = event.target.closest("input[name=id]");
    if (!box) return;
    const boxes = this.boxes();
    if (event.shiftKey && this.last) {
      const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    }
    this.last = box;
    this.count();
  }

  count(all = false) {
    const { bulk } = this;
    if (!bulk) return;
    const boxes = this.boxes();
    const checked = boxes.filter((box) => box.checked).length;
    const number = new Set(boxes.filter((box) => box.checked).map((box) => box.value)).size;
    bulk.hidden = number === 0;
    bulk.elements.all.value = all ? "1" : "";
    const shown = all ? Number(bulk.dataset.total) : number;
    bulk.querySelector("[data-count]").textContent = shown.toLocaleString(document.documentElement.lang);
    const more = bulk.querySelector("[data-select-all]");
    if (more) more.hidden = all || checked < boxes.length;
    this.classList.toggle("selecting", number > 0);
    const page = this.querySelector("[data-select-page]");
    page.checked = checked > 0 && checked === boxes.length;
    page.indeterminate = checked > 0 && checked < boxes.length;
  }

  none() {
    const within = this.bulk?.contains(document.activeElement);
    this.boxes().forEach((box) => { box.checked = false; });
    this.count();
    if (within) (this.at()?.querySelector("a[href]") ?? this.querySelector("[data-select-page]")).focus();
  }

  open(event) {
    const row = event.target.closest("tbody tr[data-href]");
    const takes = `a, button, input, label, [data-editing], [data-editable]${narrow.matches ? "" : ", [data-edit]"}`;
    if (!row || event.target.closest(takes) || getSelection().toString()) return;
    if (event.ctrlKey || event.metaKey) globalThis.open(row.dataset.href);
    else location.href = row.dataset.href;
  }

  walk(step) {
    const rows = [...this.querySelectorAll("tbody:not(.folded) tr[data-row]")];
    const now = rows.indexOf(this.at());
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + step))];
    rows[now]?.classList.remove("at");
    next?.classList.add("at");
    next?.scrollIntoView({ block: "nearest" });
    next?.querySelector("a[href]")?.focus({ preventScroll: true });
  }

  // Where somebody is: the row they walked to, and once another stands in its place the one that has the focus.
  at() {
    return this.querySelector("tbody tr.at") ?? this.querySelector("tbody tr[data-row]:focus-within");
  }

  key(key) {
    if (key === "j" || key === "k") return this.walk(key === "j" ? 1 : -1), true;
    const row = this.at();
    if (!row) return false;
    if (key === "x") return row.querySelector("input[name=id]")?.click(), true;
    const cell = row.querySelector("[data-edit], [data-editable]");
    if (key === "e" && cell) return edit(cell), true;
    if (key === " ") return peek(row.dataset.href), true;
    if (key === ".") return rowMenu(row, row.querySelector("a[href]")), true;
    return false;
  }

  columns() {
    this.addEventListener("dragstart", (event) => event.target.closest?.("th") && event.preventDefault());
    this.addEventListener("pointerdown", (event) => {
      const head = event.target.closest("th[data-movable]");
      if (!head || event.button) return;
      if (event.target.closest("[data-resize]")) this.resize(event, head);
      else if (!event.target.closest("button")) this.move(event, head);
    });
  }

  resize(event, head) {
    event.preventDefault();
    const col = this.querySelector(`col[data-column="${CSS.escape(head.dataset.column)}"]`);
    const { width } = head.getBoundingClientRect();
    const away = document.documentElement.dir === "rtl" ? -1 : 1;
    drag(event, (dx) => {
      const steps = Math.max(3, Math.min(WIDEST, Math.round((width + away * dx) / STEP)));
      this.narrow(col, steps);
    }, () => this.keep());
  }

  move(event, head) {
    let over = null;
    drag(event, (dx, { clientX, clientY }) => {
      if (Math.abs(dx) < 6 && !over) return;
      head.classList.add("moving");
      over?.classList.remove("drop-here");
      over = document.elementFromPoint(clientX, clientY)?.closest("th[data-movable]");
      over?.classList.add("drop-here");
    }, () => {
      head.classList.remove("moving");
      over?.classList.remove("drop-here");
      if (!over || over === head) return;
      head.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
      this.keep([head.dataset.column, over.dataset.column]);
    });
  }

  // Widths and the order of the columns are in the address, like all that a list shows.
  widths() {
    if (!this.dataset.widths) return;
    for (const col of this.querySelectorAll("col[data-column]")) {
      const width = /w-(\d+)/.exec(col.className)?.[1];
      if (width) this.narrow(col, Number(width));
    }
  }

  // Pinned columns stand beside the first one, and of them as many as leave the larger part of the list to scroll.
  pins() {
    const heads = [...this.querySelectorAll("thead th.pin")];
    if (!heads.length) return;
    const first = heads[0].previousElementSibling;
    const place = () => {
      const start = first.matches(":first-child") ? 0 : first.previousElementSibling.offsetWidth;
      let at = start + first.offsetWidth;
      heads.forEach((head, number) => {
        const fits = at + head.offsetWidth <= this.scroller.clientWidth * PINNED;
        this.style.setProperty(`--pin-${number + 1}`, fits ? `${at}px` : "auto");
        at += fits ? head.offsetWidth : Infinity;
      });
    };
    this.measured = new ResizeObserver(place);
    [this.scroller, first, ...heads].forEach((one) => this.measured.observe(one));
  }

  widen(name, steps) {
    const head = this.querySelector(`thead th[data-column="${CSS.escape(name)}"]`);
    const width = Math.round(head.getBoundingClientRect().width / STEP) + steps;
    this.narrow(this.querySelector(`col[data-column="${CSS.escape(name)}"]`), Math.max(3, Math.min(WIDEST, width)));
    this.keep();
  }

  narrow(col, width) {
    col.className = `w-${width}`;
    const at = [...this.querySelectorAll("thead th")].findIndex((head) => head.dataset.column === col.dataset.column);
    for (const cell of this.querySelectorAll(`tr:not(.group) > :nth-child(${at + 1})`)) {
      cell.classList.add("sized");
      cell.style.setProperty("--sized", `${width * STEP}px`);
    }
  }

  // Sends the columns as key:width in their order; then the list is drawn anew.
  async keep(moved = null) {
    if (this.dataset.columns) return this.keepHere(moved);
    const shown = [...this.querySelectorAll("col[data-column]")].map((col) => [col.dataset.column, /w-(\d+)/.exec(col.className)?.[1] ?? ""]);
    if (moved) {
      const from = shown.findIndex(([key]) => key === moved[0]);
      const to = shown.findIndex(([key]) => key === moved[1]);
      shown.splice(to, 0, ...shown.splice(from, 1));
    }
    const kept = await send(this.dataset.layout, { columns: shown.map((pair) => pair.join(":")).join(",") });
    if (kept && moved) document.body.dispatchEvent(new CustomEvent("goodwill:changed"));
  }

  keepHere(moved) {
    const cols = [...this.querySelectorAll("col[data-column]")];
    if (!moved) {
      const widths = cols.map((col) => [col.dataset.column, /w-(\d+)/.exec(col.className)?.[1]]).filter(([, width]) => width);
      location.href = this.dataset.widths.replace("WIDTHS", encodeURIComponent(widths.map((pair) => pair.join(":")).join(",")));
      return;
    }
    const names = cols.map((col) => col.dataset.column);
    const to = names.indexOf(moved[1]);
    names.splice(to, 0, ...names.splice(names.indexOf(moved[0]), 1));
    location.href = this.dataset.columns.replace("COLUMNS", encodeURIComponent(names.join(",")));
  }
}
customElements.define("gw-grid", Grid);

function drag(start, during, after) {
  const listen = new AbortController();
  const options = { signal: listen.signal };
  const stop = () => { listen.abort(); after(); };
  addEventListener("pointermove", (event) => during(event.clientX - start.clientX, event), options);
  addEventListener("pointerup", stop, options);
  addEventListener("pointercancel", stop, options);
}

const grid = () => document.querySelector("gw-grid");

// Rows share one button, which stands at the end of the row that is pointed at; its menu is fetched.
const more = document.getElementById("row-more")?.content.firstElementChild.cloneNode(true);
function rowMenu(row, at = more) {
  const menu = document.getElementById("row-menu");
  globalThis.htmx.ajax("GET", `${row.dataset.href}menu`, { target: menu, swap: "innerHTML" }).then(() => {
    menu.showPopover();
    place(menu, at, at === more ? "end" : "start");
    menu.querySelector("[role^=menuitem]")?.focus();
  });
}
more?.addEventListener("click", () => rowMenu(more.closest("tr")));
document.addEventListener("pointerover", ({ target, pointerType }) => {
  const row = pointerType === "mouse" && target.closest?.("gw-grid tr[data-href]");
  if (more && row && more.closest("tr") !== row) row.lastElementChild.append(more);
});

// What the menu of a head does brings the list anew: whoever went there by keys stands at that head again.
document.addEventListener("click", ({ target }) => {
  const menu = target.closest("#column-menu");
  const name = menu?.querySelector("[data-column]")?.dataset.column;
  if (name && target.closest("[data-widen], a[href]:not([hx-get])")) sessionStorage.setItem(AT_HEAD, name);
}, true);
const head = sessionStorage.getItem(AT_HEAD);
sessionStorage.removeItem(AT_HEAD);
if (head) document.querySelector(`gw-grid th[data-column="${CSS.escape(head)}"] .column-menu`)?.focus({ preventScroll: true });

// Ctrl C with nothing marked copies the cell that is pointed at.
document.addEventListener("copy", (event) => {
  if (!getSelection().isCollapsed || event.target.closest?.("input, textarea, [contenteditable=true]")) return;
  const cell = document.querySelector("gw-grid tbody td:hover:not(.select)");
  const text = cell && [...cell.querySelectorAll("bdi, time, a[dir]")].map((one) => one.textContent.trim()).filter(Boolean).join(", ");
  if (!text) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", text);
  say(word("copied"), "good");
});

// Headings of groups fold their rows; those that have none yet fetch them at the first press.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-fold]");
  if (!button) return;
  const folded = button.closest("tbody").classList.toggle("folded");
  button.setAttribute("aria-expanded", String(!folded));
});

document.addEventListener("click", ({ target }) => {
  const widen = target.closest("[data-widen]");
  if (widen) grid()?.widen(widen.dataset.column, Number(widen.dataset.widen));
  if (target.closest("[data-select-none]")) grid()?.none();
  if (target.closest("[data-select-all]")) grid()?.count(true);
});

document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [role=menu]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === " " && event.target.closest("button, summary, input")) return;
  if (grid()?.key(event.key)) event.preventDefault();
}, true);
