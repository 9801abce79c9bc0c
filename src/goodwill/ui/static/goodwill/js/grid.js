// The list: selecting, walking with j and k, and columns that are made wider or moved.
import { peek } from "./dialogs.js";
import { edit } from "./inline_edit.js";
import { send } from "./send.js";

const STEP = 16;
const WIDEST = 40;

class Grid extends HTMLElement {
  connectedCallback() {
    this.scroller = this.querySelector(".grid-scroll");
    this.scroller?.addEventListener("scroll", () => this.classList.toggle("scrolled", this.scroller.scrollLeft !== 0), { passive: true });
    this.addEventListener("change", (event) => this.selected(event.target));
    this.addEventListener("click", (event) => this.range(event));
    this.addEventListener("click", (event) => this.open(event));
    if (this.dataset.layout) this.columns();
    this.count();
  }

  boxes() { return [...this.querySelectorAll("tbody input[name=id]")]; }

  get bulk() { return document.getElementById(this.boxes()[0]?.getAttribute("form")); }

  selected(box) {
    if (box.matches("[data-select-page]")) this.boxes().forEach((one) => { one.checked = box.checked; });
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
    const number = boxes.filter((box) => box.checked).length;
    bulk.hidden = number === 0;
    bulk.elements.all.value = all ? "1" : "";
    const shown = all ? Number(bulk.dataset.total) : number;
    bulk.querySelector("[data-count]").textContent = shown.toLocaleString(document.documentElement.lang);
    const more = bulk.querySelector("[data-select-all]");
    if (more) more.hidden = all || number < boxes.length;
    this.classList.toggle("selecting", number > 0);
    const page = this.querySelector("[data-select-page]");
    page.checked = number > 0 && number === boxes.length;
    page.indeterminate = number > 0 && number < boxes.length;
  }

  none() {
    this.boxes().forEach((box) => { box.checked = false; });
    this.count();
  }

  open(event) {
    const row = event.target.closest("tbody tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, [data-editing], [data-editable], [data-edit]") || getSelection().toString()) return;
    if (event.ctrlKey || event.metaKey) globalThis.open(row.dataset.href);
    else location.href = row.dataset.href;
  }

  walk(step) {
    const rows = [...this.querySelectorAll("tbody tr[data-row]")];
    const now = rows.findIndex((row) => row.classList.contains("at"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + step))];
    rows[now]?.classList.remove("at");
    next?.classList.add("at");
    next?.scrollIntoView({ block: "nearest" });
    next?.querySelector("a[href]")?.focus({ preventScroll: true });
  }

  key(key) {
    if (key === "j" || key === "k") return this.walk(key === "j" ? 1 : -1), true;
    const row = this.querySelector("tbody tr.at");
    if (!row) return false;
    if (key === "x") return row.querySelector("input[name=id]")?.click(), true;
    const cell = row.querySelector("[data-edit], [data-editable]");
    if (key === "e" && cell) return edit(cell), true;
    if (key === " ") return peek(row.dataset.href), true;
    return false;
  }

  columns() {
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
      col.className = `w-${steps}`;
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

  // Sends the columns as key:width in their order; then the list is drawn anew.
  async keep(moved = null) {
    const shown = [...this.querySelectorAll("col[data-column]")].map((col) => [col.dataset.column, /w-(\d+)/.exec(col.className)?.[1] ?? ""]);
    if (moved) {
      const from = shown.findIndex(([key]) => key === moved[0]);
      const to = shown.findIndex(([key]) => key === moved[1]);
      shown.splice(to, 0, ...shown.splice(from, 1));
    }
    const kept = await send(this.dataset.layout, { columns: shown.map((pair) => pair.join(":")).join(",") });
    if (kept && moved) document.body.dispatchEvent(new CustomEvent("goodwill:changed"));
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

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-select-none]")) grid()?.none();
  if (target.closest("[data-select-all]")) grid()?.count(true);
});

document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [role=menu]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === " " && event.target.closest("button, summary, input")) return;
  if (grid()?.key(event.key)) event.preventDefault();
}, true);
