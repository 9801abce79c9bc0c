// A record's page while it is arranged: pieces are dragged by their handles, with a mouse or a finger, or moved by arrow keys.
// Each piece carries its own input of the form; where it stands says what the form sends. The buttons that ask for one step each
// (`way:place:name`) are taken here, so that the page stays.
const EDGE = 72, STEP = 14;

class Arrange extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById("arrange-form");
    this.steps = [];
    const listen = (kind, handle, options) => document.addEventListener(kind, handle, options);
    listen("pointerdown", (event) => this.take(event));
    listen("keydown", (event) => this.key(event), true);
    listen("click", (event) => this.press(event), true);
    document.body.addEventListener("htmx:afterRequest", ({ target, detail }) => detail.successful && this.drop(target.dataset?.gone));
    document.getElementById("arrange-team")?.addEventListener("change", ({ target }) => target.form.requestSubmit());
  }

  get lists() { return [...document.querySelectorAll(".arrange-list")]; }
  fits(list, piece) {
    return "tray" in list.dataset ? !("stays" in piece.dataset) : list.dataset.kind === piece.dataset.kind;
  }

  // Before each step, where everything stands.
  remember() { this.steps.push(this.lists.map((list) => [list, [...list.children]])); }

  back() {
    const step = this.steps.pop();
    if (!step) return;
    const focused = document.activeElement.closest?.(".arrange-piece");
    for (const [list, pieces] of step) list.replaceChildren(...pieces);
    for (const [, pieces] of step) for (const piece of pieces) this.settle(piece);
    focused?.querySelector("[data-handle]").focus();
    this.say(this.dataset.backSaid);
  }

  settle(piece) {
    const { tray, place } = piece.parentElement.dataset;
    if (tray === undefined) piece.dataset.home = place;
    piece.querySelector("input[form]").name = `${tray === undefined ? "order" : "hidden"}.${piece.dataset.home}`;
    this.form.dataset.changed = "";
  }

  put(piece, list, before = null) {
    list.insertBefore(piece, before);
    this.settle(piece);
    this.tell(piece);
  }

  tell(piece) {
    const list = piece.parentElement;
    const words = "tray" in list.dataset ? this.dataset.hiddenSaid : this.dataset.said;
    const all = list.children.length;
    const values = { name: piece.querySelector(".arrange-name").textContent, place: list.ariaLabel, at: [...list.children].indexOf(piece) + 1, all };
    this.say(words.replace(/\{(\w+)\}/g, (_all, name) => values[name]));
  }

  say(words) { this.querySelector("[data-live]").textContent = words; }

  press(event) {
    if (this.dragged) {
      this.dragged = false;
      if (event.target.closest?.("[data-handle]")) return event.preventDefault();
    }
    const step = event.target.closest?.("[data-step]");
    if (!step) return;
    event.preventDefault();
    step.closest("[popover]")?.hidePopover();
    const [way, place, names] = step.value.split(":");
    const piece = step.closest(".arrange-piece");
    this.remember();
    if (piece) this.step(piece, way);
    else {
      for (const name of names.split(",")) this.leave(this.of(place, name));
      step.remove();
    }
  }

  of(place, name) { return document.querySelector(`[data-place="${place}"] > .arrange-piece[data-name="${name}"]`); }

  leave(piece) { if (piece) this.put(piece, document.querySelector("[data-tray]")); }

  // A field that was removed is not there any more, arranged or not.
  drop(name) { if (name) document.querySelector(`.piece-field[data-name="${name}"]`)?.remove(); }

  step(piece, way) {
    if (way === "out" || way === "in") return this.turn(piece, way === "out");
    if ("tray" in piece.parentElement.dataset) this.turn(piece, false);
    const list = piece.parentElement;
    const { previousElementSibling: before, nextElementSibling: after } = piece;
    const at = { first: list.firstElementChild, up: before ?? piece, down: after?.nextElementSibling, last: null };
    if (way in at) this.put(piece, list, at[way]);
    else {
      const to = document.querySelector(`[data-place="${way}"]`);
      if (to !== list) this.put(piece, to, to.children[[...list.children].indexOf(piece)] ?? null);
    }
    piece.querySelector("[data-handle]").focus();
    piece.scrollIntoView({ block: "nearest" });
  }

  turn(piece, out) {
    const next = piece.nextElementSibling ?? piece.previousElementSibling;
    const list = document.querySelector(out ? "[data-tray]" : `[data-place="${piece.dataset.home}"]`);
    this.put(piece, list);
    if (out && next) next.querySelector("[data-handle]").focus();
    else piece.querySelector("[data-handle]").focus();
  }

  key(event) {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && this.steps.length && !event.target.matches("input, textarea, select")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return this.back();
    }
    const handle = event.target.closest?.("[data-handle]");
    const piece = handle?.closest(".arrange-piece");
    if (!piece || event.altKey || event.ctrlKey || event.metaKey) return;
    const list = piece.parentElement;
    const move = this.moves(piece, list)[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.remember();
    move();
    if (event.key !== "Delete" && event.key !== "Backspace") handle.focus();
    piece.scrollIntoView({ block: "nearest" });
  }

  moves(piece, list) {
    if ("tray" in list.dataset) return { Enter: () => this.turn(piece, false) };
    const { previousElementSibling: before, nextElementSibling: after } = piece;
    const gone = () => this.turn(piece, true);
    const found = { Home: () => this.put(piece, list, list.firstElementChild), End: () => this.put(piece, list) };
    if (!("stays" in piece.dataset)) found.Delete = found.Backspace = gone;
    if (before) found.ArrowUp = () => this.put(piece, list, before);
    if (after) found.ArrowDown = () => this.put(piece, list, after.nextElementSibling);
    const columns = this.lists.filter((one) => one.dataset.place && this.fits(one, piece));
    const rtl = document.documentElement.dir === "rtl" ? -1 : 1;
    const at = columns.indexOf(list);
    for (const [name, step] of [["ArrowLeft", -rtl], ["ArrowRight", rtl]]) {
      const to = columns[at + step];
      if (to) found[name] = () => this.put(piece, to, to.children[[...list.children].indexOf(piece)] ?? null);
    }
    return found;
  }

  take(event) {
    const piece = event.button === 0 && event.target.closest?.("[data-handle]")?.closest(".arrange-piece");
    if (!piece) return;
    event.preventDefault();
    this.dragged = false;
    piece.querySelector("[data-handle]").focus();
    const listen = new AbortController();
    const options = { signal: listen.signal };
    const from = [piece.parentElement, piece.nextElementSibling];
    let { clientX: x, clientY: y } = event, moved = false, frame = 0;
    const stop = (keep) => {
      listen.abort();
      cancelAnimationFrame(frame);
      piece.classList.remove("taken");
      document.body.classList.remove("arrange-dragging");
      if (!moved) return;
      this.dragged = true;
      if (keep) { this.settle(piece); this.tell(piece); return; }
      from[0].insertBefore(piece, from[1]);
      this.steps.pop();
    };
    addEventListener("pointermove", (at) => {
      ({ clientX: x, clientY: y } = at);
      if (!moved && Math.hypot(x - event.clientX, y - event.clientY) < 4) return;
      if (!moved) {
        moved = true;
        this.remember();
        piece.classList.add("taken");
        document.body.classList.add("arrange-dragging");
        frame = requestAnimationFrame(function roll() { scrollNear(y); frame = requestAnimationFrame(roll); });
      }
      this.follow(piece, x, y);
    }, options);
    addEventListener("pointerup", () => stop(true), options);
    addEventListener("pointercancel", () => stop(false), options);
    addEventListener("keydown", (pressed) => {
      if (pressed.key !== "Escape") return;
      pressed.stopPropagation();
      stop(false);
    }, { ...options, capture: true });
  }

  // The list at the pointer: the tray where it is in it, else the nearest one of the column.
  below(piece, x, y) {
    const near = this.lists.filter((list) => this.fits(list, piece)).map((list) => [list, list.getBoundingClientRect()])
      .filter(([, box]) => x >= box.left - 8 && x <= box.right + 8)
      .map(([list, box]) => [list, Math.max(box.top - y, y - box.bottom, 0)]);
    const inTray = near.find(([list, away]) => "tray" in list.dataset && away < 12);
    return (inTray ?? near.filter(([list]) => !("tray" in list.dataset)).sort((one, other) => one[1] - other[1])[0])?.[0];
  }

  // The piece goes where the pointer is: into the list below it, before the first piece whose middle is further down.
  follow(piece, x, y) {
    const list = this.below(piece, x, y);
    if (!list) return;
    const before = [...list.children].find((one) => {
      if (one === piece) return false;
      const box = one.getBoundingClientRect();
      return "tray" in list.dataset ? y < box.bottom && x < box.left + box.width / 2 : y < box.top + box.height / 2;
    }) ?? null;
    if (piece.parentElement !== list || piece.nextElementSibling !== before) list.insertBefore(piece, before);
  }
}

function scrollNear(y) {
  const by = y < EDGE ? -STEP : y > innerHeight - EDGE ? STEP : 0;
  if (by) scrollBy(0, by);
}

customElements.define("gw-arrange", Arrange);
