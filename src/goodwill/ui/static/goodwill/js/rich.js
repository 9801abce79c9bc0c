// A text area that becomes an editor when somebody writes in it (gw-rich). The editor itself is fetched only then.
const empty = (html) => !html;

class Rich extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.bar = this.querySelector("[role=toolbar]");
    this.area.addEventListener("focus", () => this.load(true), { once: true });
    this.bar.addEventListener("pointerdown", (event) => event.target.closest("button") && event.preventDefault());
    this.bar.addEventListener("click", ({ target }) => this.press(target.closest("[data-rich]")));
    this.bar.addEventListener("keydown", (event) => this.walk(event));
    const link = this.querySelector("[data-rich-link]");
    link.addEventListener("keydown", (event) => this.linkKey(event, link));
    if (this.querySelector("template[data-html]")) this.load(this.hasAttribute("data-focus"));
  }

  disconnectedCallback() { this.editor?.view.destroy(); }

  // `json` is a draft; without one it begins with the formatted text that the page brought, or what was typed so far.
  load(focus = false, json = null) {
    this.loading ??= import("./editor/editor.js").then((module) => this.begin(module, json)).catch(() => null);
    return this.loading.then(() => {
      if (focus && this.editor && (document.activeElement === document.body || this.contains(document.activeElement))) this.editor.focus();
    });
  }

  begin(module, json) {
    if (!this.isConnected) return;
    const stored = this.querySelector("template[data-html]")?.content;
    const element = stored && document.createElement("div");
    element?.append(stored.cloneNode(true));
    const hadFocus = document.activeElement === this.area;
    const place = document.createElement("div");
    this.area.before(place);
    this.area.hidden = true;
    this.querySelector("input[data-formatted]").disabled = false;
    this.editor = module.edit({
      into: place,
      from: { json, element, text: this.area.value },
      label: this.area.getAttribute("aria-label"),
      placeholder: () => this.area.placeholder,
      list: this.querySelector("[role=listbox]"),
      mentionsUrl: this.dataset.mentions,
      changed: (html) => this.changed(html),
      moved: () => this.pressed(),
    });
    this.area.value = this.editor.html();
    this.classList.add("rich-on");
    this.pressed();
    if (hadFocus) this.editor.focus();
  }

  changed(html) {
    this.area.value = html;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What the empty field asks for.
  reword(words) {
    this.area.placeholder = words;
    this.editor?.view.dispatch(this.editor.view.state.tr);
  }

  get blank() { return this.editor ? empty(this.editor.html()) : !this.area.value.trim(); }

  focusText() {
    if (this.editor) this.editor.focus();
    else this.area.focus();
  }

  // What a draft keeps: the editor's own shape, or the plain words.
  get kept() { return this.editor ? { json: this.editor.json() } : { text: this.area.value }; }

  restore({ json, text }) {
    if (json && this.loading) this.loading.then(() => this.editor?.put(json));
    else if (json) this.load(false, json);
    else if (text) this.area.value = text;
  }

  press(button) {
    if (!button || !this.editor) return;
    if (button.dataset.rich !== "link") return this.editor.run(button.dataset.rich);
    if (this.editor.linked()) return this.editor.link("");
    const input = this.querySelector("[data-rich-link]");
    input.hidden = false;
    input.value = "";
    input.focus();
  }

  linkKey(event, input) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    const typed = input.value.trim();
    input.hidden = true;
    if (event.key === "Escape" || !typed) return this.editor.focus();
    const mail = /^[^\s/@]+@[^\s/@]+\.[^\s/@]+$/.test(typed);
    this.editor.link(/^(https?:|mailto:|tel:)/i.test(typed) ? typed : mail ? `mailto:${typed}` : `https://${typed}`);
  }

  pressed() {
    for (const button of this.bar.querySelectorAll("[data-rich]")) {
      const name = button.dataset.rich;
      button.setAttribute("aria-pressed", String(name === "link" ? this.editor.linked() : this.editor.on(name)));
    }
  }

  // One stop for Tab; the arrows walk among the buttons.
  walk(event) {
    const buttons = [...this.bar.querySelectorAll("button")];
    const rtl = document.documentElement.dir === "rtl";
    const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length);
    buttons.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
    next.focus();
  }
}
customElements.define("gw-rich", Rich);
