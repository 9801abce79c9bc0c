// Cards are moved by mouse, by finger (hold it first), by keys (Space takes and puts down, arrows move, Esc puts it back),
// or from their menu. A board whose lanes are days of a calendar is as wide as `data-across` says.
import { peek } from "../dialogs.js";
import { place } from "../menus.js";
import { post } from "../send.js";
import { whisper, word } from "../words.js";

const HOLD = 280;
const START = 6;
const EDGE = 48;
const SPEED = 14;

const height = (bar) => document.querySelector(bar)?.offsetHeight ?? 0;

// How far it goes in a moment, at a place between two edges.
function push(at, first, last) {
  const over = Math.max(at - (last - EDGE), first + EDGE - at);
  return over > 0 ? Math.sign(at - (first + last) / 2) * Math.min(2 + (over / EDGE) * SPEED, SPEED) : 0;
}

class Board extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("click", (event) => this.look(event));
    if (!this.dataset.move) return;
    this.addEventListener("pointerdown", (event) => this.press(event));
    this.addEventListener("click", ({ target }) => target.closest(".card-move") && this.menu(target.closest("[data-card]")));
    this.addEventListener("htmx:load", () => this.offerAll());
    this.offerAll();
    this.addEventListener("pointerover", ({ target }) => this.offer(target.closest("[data-card]")));
    this.addEventListener("focusin", ({ target }) => this.offer(target.closest("[data-card]")));
    this.addEventListener("dragstart", (event) => event.preventDefault());
    this.addEventListener("contextmenu", (event) => this.querySelector(".taken") && event.preventDefault());
  }

  lanes() { return [...this.querySelectorAll("[data-lane]")]; }

  // Cards share one button, which stands on the one that is pointed at; it opens the lanes as a menu. Fingers do not
  // point: for them each card has its own.
  offer(card) {
    const made = document.querySelector("[data-move-button]")?.content.firstElementChild;
    if (!card || !made || card.querySelector(".card-move")) return;
    if (matchMedia("(pointer: coarse)").matches) card.append(made.cloneNode(true));
    else card.append(this.button ??= made.cloneNode(true));
  }

  offerAll() {
    for (const card of this.querySelectorAll("[data-card]")) card.setAttribute("aria-description", word("carry"));
    if (matchMedia("(pointer: coarse)").matches) this.querySelectorAll("[data-card]").forEach((card) => this.offer(card));
  }

  menu(card) {
    const menu = document.getElementById("move-menu");
    const here = card.closest("[data-lane]").dataset.lane;
    for (const line of menu.querySelectorAll("[data-to]")) {
      line.hidden = line.dataset.to === here;
      line.onclick = () => {
        menu.hidePopover();
        this.take(card);
        this.lanes().find((lane) => lane.dataset.lane === line.dataset.to)?.querySelector("[data-cards]").prepend(card);
        this.put(card);
      };
    }
    menu.showPopover();
    place(menu, card.querySelector(".card-move"), "end");
    menu.querySelector("[data-to]:not([hidden])")?.focus();
  }

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
      if (touch) navigator.vibrate?.(10);
    };
    const timer = touch ? setTimeout(take, HOLD) : 0;
    const far = (now) => Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) > START;
    const stop = () => { clearTimeout(timer); clearInterval(this.rolling); listen.abort(); };
    addEventListener("pointermove", (now) => {
      if (!taken && !far(now)) return;
      if (!taken && touch) return stop();
      if (!taken) take();
      this.over(card, now);
    }, options);
    addEventListener("touchmove", (now) => taken && now.preventDefault(), { ...options, passive: false });
    addEventListener("keydown", (now) => {
      if (!taken || now.key !== "Escape") return;
      stop();
      this.giveBack(card);
    }, options);
    addEventListener("pointerup", () => {
      stop();
      if (!taken) return;
      card.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
      this.put(card);
    }, options);
    addEventListener("pointercancel", () => { stop(); if (taken) this.giveBack(card); }, options);
  }

  // Its name leads to the page of a record, the rest of its card shows it beside.
  look(event) {
    const card = event.target.closest("[data-card]");
    if (!card || event.defaultPrevented || event.target.closest("a, button, input") || getSelection().toString()) return;
    if (event.ctrlKey || event.metaKey) open(card.dataset.href);
    else peek(card.dataset.href);
  }

  take(card) {
    this.from = { parent: card.parentElement, next: card.nextElementSibling, lane: card.closest("[data-lane]") };
    card.classList.add("taken");
    this.classList.add("moving");
  }

  over(card, at) {
    this.roll(card, at);
    this.under(card, at);
  }

  // At an edge the board goes on by itself for as long as the card is held there, the faster the nearer; so does the page,
  // where a calendar is longer than the screen.
  roll(card, { clientX, clientY }) {
    clearInterval(this.rolling);
    const edge = this.getBoundingClientRect();
    const right = push(clientX, Math.max(edge.left, 0), Math.min(edge.right, innerWidth));
    const down = push(clientY, height(".top"), innerHeight - height(".thumb"));
    if (!right && !down) return;
    this.rolling = setInterval(() => {
      this.scrollLeft += right;
      document.scrollingElement.scrollTop += down;
      this.under(card, { clientX, clientY });
    }, 16);
  }

  under(card, { clientX, clientY }) {
    const lane = document.elementsFromPoint(clientX, clientY).find((one) => one.matches("[data-lane]"));
    for (const one of this.lanes()) one.classList.toggle("over", one === lane);
    if (!lane) return;
    const cards = [...lane.querySelectorAll("[data-card]")].filter((one) => one !== card);
    const before = cards.find((one) => { const box = one.getBoundingClientRect(); return clientY < box.top + box.height / 2; });
    lane.querySelector("[data-cards]").insertBefore(card, before ?? null);
  }

  // What the lane says of its cards follows from the server's answer; a card that is refused goes back.
  put(card) {
    this.letGo(card);
    const back = this.from;
    const lane = card.closest("[data-lane]");
    if (lane === back.lane) return this.giveBack(card, back);
    const url = this.dataset.move;
    const done = ({ detail }) => {
      if (detail.requestConfig?.path !== url) return;
      document.body.removeEventListener("htmx:afterRequest", done);
      const { status } = detail.xhr;
      sent -= 1;
      late ||= Boolean(this.closest(".htmx-request"));
      if ((status < 200 || status > 299) && card.isConnected) this.giveBack(card, back);
      else redraw();
    };
    document.body.addEventListener("htmx:afterRequest", done);
    whisper(`${word("dropped")}: ${lane.dataset.name}`);
    sent += 1;
    post(url, { card: card.dataset.card, lane: lane.dataset.lane, from: back.lane.dataset.lane });
  }

  letGo(card) {
    card.classList.remove("taken");
    this.classList.remove("moving");
    for (const lane of this.lanes()) lane.classList.remove("over");
  }

  giveBack(card, { parent, next } = this.from) {
    this.letGo(card);
    parent.insertBefore(card, next?.parentElement === parent ? next : null);
    redraw();
  }

  key(event) {
    const card = event.target.closest("[data-card]");
    if (!card || event.target !== card) return;
    if (card.classList.contains("taken")) this.keyTaken(event, card);
    else if (event.key === " " && this.dataset.move) {
      event.preventDefault();
      this.take(card);
      whisper(`${word("taken")}: ${card.closest("[data-lane]").dataset.name}`);
    } else if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); peek(card.dataset.href); }
    else if (event.key === "Enter") card.querySelector("a").click();
    else if (event.key === ".") this.choose(event, card);
    else this.go(event, card);
  }

  choose(event, card) {
    if (this.dataset.move) this.offer(card);
    if (!card.querySelector(".card-move")) return;
    event.preventDefault();
    this.menu(card);
  }

  step(key, wide) {
    const side = document.documentElement.dir === "rtl" ? -1 : 1;
    return { ArrowRight: side, ArrowLeft: -side, ...wide && { ArrowDown: wide, ArrowUp: -wide } }[key];
  }

  keyTaken(event, card) {
    const lanes = this.lanes();
    const lane = lanes.indexOf(card.closest("[data-lane]"));
    const next = lanes[lane + this.step(event.key, Number(this.dataset.across))];
    if (next) {
      next.querySelector("[data-cards]").prepend(card);
      whisper(next.dataset.name);
    } else if (event.key === " " || event.key === "Enter") this.put(card);
    else if (event.key === "Escape" || event.key === "Tab") { this.giveBack(card); whisper(word("back")); }
    else if (!event.key.startsWith("Arrow")) return;
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    card.focus();
  }

  go(event, card) {
    const lanes = this.lanes();
    const step = this.step(event.key);
    let at = lanes.indexOf(card.closest("[data-lane]")) + (step ?? 0);
    while (step && lanes[at] && !lanes[at].querySelector("[data-card]")) at += step;
    const next = step ? lanes[at]?.querySelector("[data-card]")
      : { ArrowDown: card.nextElementSibling, ArrowUp: card.previousElementSibling }[event.key];
    if (!next?.matches("[data-card]")) return;
    event.preventDefault();
    next.focus();
  }
}
customElements.define("gw-board", Board);

// What is held in the hand stays there, and so does a menu that is read: news wait until it is put down or closed. What was
// asked before a card had arrived in its lane would put it back: that waits, too, and what was on its way is asked again.
const READ = ".menu:popover-open, .popover:popover-open";
const held = (part) => part?.querySelector?.("gw-board .taken") ?? part?.closest?.("gw-board .taken");
const isNews = ({ requestConfig, triggeringEvent }) => (requestConfig?.triggeringEvent ?? triggeringEvent)?.type.startsWith("goodwill:");
const read = ({ target }) => target?.querySelector?.(READ) ?? (sent && target?.querySelector?.("gw-board"));
let late = false;
let sent = 0;
const wait = (event) => {
  if (!held(event.detail.target) && !(isNews(event.detail) && read(event.detail))) return;
  event.preventDefault();
  late = true;
};
for (const name of ["htmx:beforeRequest", "htmx:beforeSwap", "htmx:oobBeforeSwap"]) document.addEventListener(name, wait);
document.addEventListener("toggle", ({ newState }) => newState === "closed" && redraw(), true);

function redraw() {
  if (!late || sent || document.querySelector(`gw-board .taken, ${READ}`)) return;
  late = false;
  document.body.dispatchEvent(new CustomEvent("goodwill:changed"));
}

// j and k walk through the cards, lane by lane, and through the names beside a map, as they do through the rows of a list.
document.addEventListener("keydown", (event) => {
  const named = event.key === " " && event.target.closest(".world-list a[data-peek]");
  if (named) {
    event.preventDefault();
    return peek(named.dataset.peek);
  }
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, dialog, [role=menu], [contenteditable=true], .taken")) return;
  const cards = [...document.querySelectorAll("gw-board [data-card], .world-list [data-href] a")];
  const next = cards[Math.max(0, Math.min(cards.length - 1, cards.indexOf(document.activeElement) + step))];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
