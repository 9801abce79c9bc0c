// The command box: what the page brought along is filtered here, records come from the server.
import { fold } from "./words.js";

class Palette extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.input.addEventListener("input", () => {
      this.isChosen = false;
      this.filter();
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("pointermove", ({ target }) => this.choose(target.closest("[role=option]")));
    this.addEventListener("click", ({ target }) => target.closest("[role=option]") && this.closest("dialog").close());
    this.closest("dialog").addEventListener("goodwill:opened", () => this.begin());
    this.addEventListener("htmx:afterSettle", () => this.filter());
  }

  begin() {
    this.input.value = "";
    this.isChosen = false;
    this.gather();
    this.filter();
    this.input.focus();
    globalThis.htmx.trigger(this.input, "goodwill:ask");
  }

  // What can be done on this page: everything that has a key or says so.
  gather() {
    const group = this.querySelector("[data-page-commands]");
    group.querySelectorAll("[role=option]").forEach((line) => line.remove());
    const template = document.getElementById("palette-line").content.firstElementChild;
    for (const source of document.querySelectorAll("main :is([data-key], [data-command]), .page-actions [data-key]")) {
      if (!source.getClientRects().length) continue;
      const line = template.cloneNode(true);
      const label = source.dataset.command || source.getAttribute("aria-label") || (source.querySelector(".label") ?? source).textContent.trim();
      line.dataset.words = label;
      line.querySelector("bdi").textContent = label;
      const icon = source.querySelector("svg");
      if (icon) line.querySelector("svg").replaceWith(icon.cloneNode(true));
      const key = line.querySelector("kbd");
      if (source.dataset.key) key.textContent = source.dataset.key.toUpperCase();
      else key.remove();
      line.addEventListener("click", (event) => {
        event.preventDefault();
        source.click();
      });
      group.append(line);
    }
  }

  // What somebody went to stays marked when the server's answer comes after that.
  filter() {
    const typed = fold(this.input.value).split(/\s+/).filter(Boolean);
    for (const group of this.querySelectorAll("[data-commands], [data-page-commands]")) {
      let any = false;
      for (const line of group.querySelectorAll("[role=option]")) {
        const words = fold(line.dataset.words);
        line.hidden = !typed.every((part) => words.includes(part));
        any ||= !line.hidden;
      }
      group.hidden = !any;
    }
    const lines = this.lines();
    this.querySelector(".palette-none").hidden = lines.length > 0;
    this.mark((this.isChosen && lines.find((line) => line.getAttribute("aria-selected") === "true")) || lines[0]);
  }

  lines() {
    return [...this.querySelectorAll("[role=option]")].filter((line) => line.getClientRects().length);
  }

  choose(line) {
    this.isChosen = true;
    this.mark(line);
  }

  mark(line) {
    if (line === undefined || line === null) return this.input.removeAttribute("aria-activedescendant");
    this.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    line.setAttribute("aria-selected", "true");
    line.id ||= `palette-${Math.random().toString(36).slice(2)}`;
    this.input.setAttribute("aria-activedescendant", line.id);
  }

  key(event) {
    const lines = this.lines();
    const now = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && lines.length) {
      event.preventDefault();
      const next = lines[(now + step + lines.length) % lines.length];
      this.choose(next);
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && lines[now]) {
      event.preventDefault();
      lines[now].click();
    }
  }
}
customElements.define("gw-palette", Palette);
