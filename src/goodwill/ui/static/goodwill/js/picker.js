// Choosing records by typing (gw-picker), and giving words freely (gw-tags).
import { place } from "./menus.js";

class Chooser extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector(":scope > input[type=text]");
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("click", (event) => this.click(event));
  }

  click({ target }) {
    const drop = target.closest("[data-drop]");
    if (drop) {
      drop.closest(".picked").remove();
      this.told();
    }
    if (drop || target === this) this.input.focus();
  }

  back(event) {
    if (event.key !== "Backspace" || this.input.value) return;
    [...this.querySelectorAll(".picked")].at(-1)?.remove();
    this.told();
  }

  add(value, label, name = this.dataset.name) {
    const picked = this.querySelector("template").content.firstElementChild.cloneNode(true);
    Object.assign(picked.querySelector("input"), { name, value });
    picked.querySelector("bdi").textContent = label;
    this.input.before(picked);
    this.input.value = "";
    this.told();
  }

  told() { this.dispatchEvent(new Event("input", { bubbles: true })); this.dispatchEvent(new Event("change", { bubbles: true })); }
}

class Tags extends Chooser {
  connectedCallback() {
    super.connectedCallback();
    this.input.name = "";
    this.input.addEventListener("blur", () => this.take());
    this.input.addEventListener("input", (event) => {
      if (event.data === "," || event.inputType === "insertReplacementText") this.take();
    });
  }

  key(event) {
    this.back(event);
    if (event.key !== "Enter" || !this.input.value.trim()) return;
    event.preventDefault();
    this.take();
  }

  take() {
    const given = [...this.querySelectorAll(".picked input")].map((one) => one.value);
    for (const word of this.input.value.split(",").map((part) => part.trim()).filter(Boolean)) {
      if (!given.includes(word)) this.add(word, word);
    }
    this.input.value = "";
  }
}

class Picker extends Chooser {
  connectedCallback() {
    super.connectedCallback();
    this.list = this.querySelector("[role=listbox]");
    this.list.addEventListener("htmx:afterSwap", () => this.show());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.choose(target.closest("[role=option]")));
    this.input.addEventListener("blur", () => this.hide());
  }

  show() {
    if (document.activeElement !== this.input) return;
    this.offer();
    this.list.showPopover();
    this.list.style.minWidth = `${this.offsetWidth}px`;
    place(this.list, this);
    this.input.setAttribute("aria-expanded", "true");
    this.mark(this.options()[0]);
  }

  // "New company: Brot & Salz" as the last line.
  offer() {
    const typed = this.input.value.trim();
    if (!this.dataset.create || !typed) return;
    const line = document.createElement("li");
    Object.assign(line, { role: "option", id: `${this.input.id}-create`, textContent: `${this.dataset.create}: ${typed}` });
    line.dataset.create = typed;
    this.list.append(line);
  }

  hide() {
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  options() { return [...this.list.querySelectorAll("[role=option]:not([aria-disabled])")]; }

  mark(option) {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(option) {
    if (!option || option.ariaDisabled === "true") return;
    if (!("many" in this.dataset)) this.querySelectorAll(".picked").forEach((one) => one.remove());
    if (option.dataset.create) this.add(option.dataset.create, option.dataset.create, `${this.dataset.name}_new`);
    else this.add(option.dataset.value, option.dataset.label);
    this.hide();
  }

  key(event) {
    this.back(event);
    const shown = this.list.matches(":popover-open");
    const options = this.options();
    const now = options.findIndex((option) => option.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown) {
      event.preventDefault();
      this.mark(options[(now + step + options.length) % options.length]);
    } else if (event.key === "Enter" && shown && options[now]) {
      event.preventDefault();
      this.choose(options[now]);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      event.stopPropagation();
      this.hide();
    }
  }
}
customElements.define("gw-tags", Tags);
customElements.define("gw-picker", Picker);
