// Cards are moved by mouse, by finger (hold it first) and by keys (Space takes and puts down, arrows move, Esc puts it back).
import { post } from "./send.js";
import { whisper, word } from "./words.js";

const HOLD = 280;
const START = 6;

class Board extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.move) return;
    this.addEventListener("pointerdown", (event) => this.press(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("dragstart", (event) => event.preventDefault());
  }

  lanes() { return [...this.querySelectorAll("[data-lane]")]; }

  press(event) {
    const card = event.target.closest("[data-card]");
    if (!card || event.button || event.target.closest("button, input")) return;
    const touch = event.pointerType === "touch";
    const listen = new AbortController();
    const options = { signal: listen.signal };
    let taken = false;
    const take = () => {
      taken = true;
      this.take(card);
      card.setPointerCapture?.(event.pointerId);
    };
    const timer = touch ? setTimeout(take, HOLD) : 0;
    const far = (now) => Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) > START;
    const stop = () => { clearTimeout(timer); listen.abort(); };
    addEventListener("pointermove", (now) => {
      if (!taken && !far(now)) return;
      if (!taken && touch) return stop();
      if (!taken) take();
      this.over(card, now);
    }, options);
    addEventListener("touchmove", (now) => taken && now.preventDefault(), { ...options, passive: false });
    addEventListener("pointerup", () => {
      stop();
      if (!taken) return;
      card.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
      this.put(card);
    }, options);
    addEventListener("pointercancel", () => { stop(); if (taken) this.giveBack(card); }, options);
  }

  take(card) {
    this.from = { parent: card.parentElement, next: card.nextElementSibling };
    card.classList.add("taken");
  }

  over(card, { clientX, clientY }) {
    const below = document.elementsFromPoint(clientX, clientY);
    const lane = below.find((one) => one.matches("[data-lane]"));
    const edge = this.getBoundingClientRect();
    if (clientX > edge.right - 40) this.scrollLeft += 12;
    if (clientX < edge.left + 40) this.scrollLeft -= 12;
    for (const one of this.lanes()) one.classList.toggle("over", one === lane);
    if (!lane) return;
    const cards = [...lane.querySelectorAll("[data-card]")].filter((one) => one !== card);
    const before = cards.find((one) => { const box = one.getBoundingClientRect(); return clientY < box.top + box.height / 2; });
    lane.querySelector("[data-cards]").insertBefore(card, before ?? null);
  }

  put(card) {
    card.classList.remove("taken");
    for (const lane of this.lanes()) lane.classList.remove("over");
    if (card.parentElement === this.from.parent && card.nextElementSibling === this.from.next) return;
    const back = this.from;
    const refused = ({ detail }) => detail.xhr.status >= 400 && this.giveBack(card, back);
    document.body.addEventListener("htmx:afterRequest", refused, { once: true });
    post(this.dataset.move, {
      card: card.dataset.card,
      lane: card.closest("[data-lane]").dataset.lane,
      after: card.previousElementSibling?.dataset.card ?? "",
    });
  }

  giveBack(card, { parent, next } = this.from) {
    card.classList.remove("taken");
    parent.insertBefore(card, next);
  }

  key(event) {
    const card = event.target.closest("[data-card]");
    if (!card || event.target !== card) return;
    if (card.classList.contains("taken")) this.keyTaken(event, card);
    else if (event.key === " ") { event.preventDefault(); this.take(card); whisper(word("taken")); }
    else if (event.key === "Enter") card.querySelector("a").click();
    else this.go(event, card);
  }

  keyTaken(event, card) {
    const lanes = this.lanes();
    const lane = lanes.indexOf(card.closest("[data-lane]"));
    const rtl = document.documentElement.dir === "rtl";
    const side = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    if (side && lanes[lane + side]) lanes[lane + side].querySelector("[data-cards]").prepend(card);
    else if (event.key === "ArrowDown") card.nextElementSibling?.after(card);
    else if (event.key === "ArrowUp") card.previousElementSibling?.before(card);
    else if (event.key === " " || event.key === "Enter") { this.put(card); whisper(word("dropped")); }
    else if (event.key === "Escape") this.giveBack(card);
    else return;
    event.preventDefault();
    event.stopPropagation();
    card.focus();
  }

  go(event, card) {
    const lanes = this.lanes();
    const lane = lanes.indexOf(card.closest("[data-lane]"));
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step ? lanes[lane + step]?.querySelector("[data-card]")
      : { ArrowDown: card.nextElementSibling, ArrowUp: card.previousElementSibling }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
customElements.define("gw-board", Board);
