// Fields and functions offered while a formula is typed, and put in where the text stands by a press on them.
import { place } from "../menus.js";

const MOST = 8;
const START = /\[([^[\]]*)$|(?:^|[^\w\]"])([A-Za-z_]{1,30})$/u;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

class Formula extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.list = this.querySelector(".listbox");
    if (!this.area || !this.list) return;
    Object.entries({ "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.list.id })
      .forEach(([name, value]) => this.area.setAttribute(name, value));
    this.area.addEventListener("input", () => this.offer());
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.choose(target.closest("li")));
    this.addEventListener("click", ({ target }) => {
      const one = target.closest("[data-insert]");
      if (one && !this.list.contains(one)) this.put(one.dataset.insert, 0);
    });
  }

  get shown() { return [...this.list.children].filter((one) => !one.hidden); }
  get chosen() { return this.list.querySelector("[aria-selected=true]"); }

  // What stands before the caret: a name that has begun with a bracket, or a word.
  begun() {
    const { value, selectionStart: at, selectionEnd: to } = this.area;
    const found = at === to && START.exec(value.slice(0, at));
    return found ? { bracket: found[1] !== undefined, text: found[1] ?? found[2] } : null;
  }

  offer() {
    const begun = this.begun();
    if (!begun) return this.close();
    const typed = plain(begun.text);
    let count = 0;
    for (const one of this.list.children) {
      const fits = (!begun.bracket || one.dataset.insert.startsWith("[")) && plain(one.dataset.name).split(/[\s_]+/u).some((_word, at, words) => words.slice(at).join(" ").startsWith(typed));
      one.hidden = !fits || ++count > MOST;
      one.ariaSelected = "false";
    }
    if (!count) return this.close();
    if (begun.bracket) this.mark(this.shown[0]);
    this.list.showPopover();
    place(this.list, this.area);
  }

  close() {
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.mark(null);
  }

  mark(one) {
    if (this.chosen) this.chosen.ariaSelected = "false";
    if (one) one.ariaSelected = "true";
    if (one) this.area.setAttribute("aria-activedescendant", one.id);
    else this.area.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (!this.list.matches(":popover-open") || event.ctrlKey || event.metaKey) return;
    const { shown, chosen } = this;
    const at = shown.indexOf(chosen);
    if (event.key === "ArrowDown") this.mark(shown[(at + 1) % shown.length]);
    else if (event.key === "ArrowUp") this.mark(shown.at(at < 1 ? -1 : at - 1));
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" || event.key === "Tab") && chosen) this.choose(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(one) {
    if (!one) return;
    const begun = this.begun();
    this.put(one.dataset.insert, begun ? begun.text.length + Number(begun.bracket) : 0);
    this.close();
  }

  // The caret stands inside of a function's brackets afterwards.
  put(text, back) {
    const { area } = this;
    area.focus();
    const after = area.value[area.selectionEnd] === "]" && text.endsWith("]") ? 1 : 0;
    area.setRangeText(text, area.selectionStart - back, area.selectionEnd + after, "end");
    if (text.endsWith("()")) area.selectionStart = area.selectionEnd -= 1;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }
}

customElements.define("gw-formula", Formula);
