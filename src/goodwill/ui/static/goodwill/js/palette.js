// The command box: what the page brought along is filtered here, records come from the server.
import { begins, holds, nearly, parts } from "./matching.js";

class Palette extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.found = this.querySelector("#palette-found");
    this.input.addEventListener("input", () => {
      this.isChosen = false;
      this.wait();
      this.filter();
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("pointermove", ({ target, movementX, movementY }) => {
      const line = target.closest("[role=option]");
      if (line && (movementX || movementY)) this.choose(line);
    });
    this.addEventListener("click", ({ target }) => target.closest("[role=option]") && this.closest("dialog").close());
    this.closest("dialog").addEventListener("goodwill:opened", () => this.begin());
    this.addEventListener("htmx:configRequest", ({ detail }) => {
      if (detail.elt === this.input) this.asked = this.input.value;
    });
    this.addEventListener("htmx:afterSettle", ({ detail }) => this.settle(detail.requestConfig?.elt));
    for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
      this.addEventListener(kind, (event) => this.fail(event));
    }
  }

  begin() {
    this.input.value = "";
    this.isChosen = false;
    this.wait();
    this.clear();
    this.gather();
    this.filter();
    this.input.focus();
    globalThis.htmx.trigger(this.input, "goodwill:ask");
  }

  // What is shown from the server answers other words now; Enter waits for what answers these.
  wait() {
    this.isWaiting = this.input.hasAttribute("hx-get");
    this.goes = null;
    this.classList.toggle("waiting", this.isWaiting);
    this.querySelector(".palette-dead").hidden = true;
  }

  settle(asker) {
    if (asker === this.input && this.asked === this.input.value) this.isWaiting = false;
    this.classList.toggle("waiting", this.isWaiting);
    this.filter();
    if (this.goes && !this.isWaiting && !this.areListsOnTheirWay) this.go(this.goes);
  }

  fail(event) {
    event.stopPropagation();
    this.isWaiting = false;
    this.goes = null;
    this.classList.remove("waiting");
    this.clear();
    this.filter();
    this.querySelector(".palette-none").hidden = true;
    this.querySelector(".palette-dead").hidden = false;
  }

  clear() {
    this.found.replaceChildren();
    this.makes.replaceChildren();
  }

  get makes() {
    return this.querySelector("#palette-makes");
  }

  get areListsOnTheirWay() {
    return this.querySelector("[data-palette-lists].htmx-request") !== null;
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
    const typed = parts(this.input.value);
    const groups = [...this.querySelectorAll("[data-commands], [data-page-commands]")];
    const commands = groups.flatMap((group) => [...group.querySelectorAll("[role=option]")]);
    const fits = commands.some(({ dataset }) => holds(dataset.words, typed)) ? holds : nearly;
    for (const line of commands) line.hidden = !fits(line.dataset.words, typed);
    for (const group of groups) group.hidden = !group.querySelector("[role=option]:not([hidden])");
    this.order(typed, commands);
    const lines = this.lines();
    this.querySelector(".palette-none").hidden = lines.length > 0 || this.isWaiting;
    this.mark((this.isChosen && lines.find((line) => line.getAttribute("aria-selected") === "true")) || lines[0]);
  }

  // Commands that begin as it is typed stand before records that only mention it.
  order(typed, commands) {
    const named = [...this.found.querySelectorAll("bdi")].some(({ textContent }) => begins(textContent, typed));
    const first = !named && commands.some(({ dataset }) => begins(dataset.words, typed));
    const lists = this.found.parentElement;
    if (first && this.makes.previousElementSibling !== this.found) this.makes.before(this.found);
    if (!first && lists.firstElementChild !== this.found) lists.prepend(this.found);
  }

  lines() {
    return [...this.querySelectorAll("[role=option]")].filter((line) => line.getClientRects().length);
  }

  choose(line) {
    this.isChosen = true;
    this.goes = null;
    this.mark(line);
  }

  mark(line) {
    this.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    if (line === undefined) return this.input.removeAttribute("aria-activedescendant");
    line.setAttribute("aria-selected", "true");
    line.id ||= `palette-${Math.random().toString(36).slice(2)}`;
    this.input.setAttribute("aria-activedescendant", line.id);
  }

  key(event) {
    if (event.isComposing) return;
    const lines = this.lines();
    const now = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && lines.length) {
      event.preventDefault();
      const next = lines[(now + step + lines.length) % lines.length];
      this.choose(next);
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      const { ctrlKey, metaKey, shiftKey } = event;
      this.goes = { ctrlKey, metaKey, shiftKey };
      if (this.isChosen || !(this.isWaiting || this.areListsOnTheirWay)) this.go(this.goes);
    }
  }

  // With Ctrl into a window of its own, as a click would.
  go(how) {
    this.goes = null;
    const line = this.querySelector("[aria-selected=true]");
    line?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...how }));
  }
}
customElements.define("gw-palette", Palette);
