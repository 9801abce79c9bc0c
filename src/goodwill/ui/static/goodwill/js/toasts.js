const SECONDS = 6;
const WITH_UNDO = 12;
const MOST = 3;

class Toast extends HTMLElement {
  connectedCallback() {
    if (this.timer) return;
    const told = [...(this.parentElement?.querySelectorAll(":scope > gw-toast:not(.bad)") ?? [])];
    told.slice(0, -MOST).forEach((one) => one.remove());
    this.addEventListener("click", ({ target }) => {
      if (target.closest("[data-close-toast]")) this.remove();
    });
    this.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && this.remove());
    if (this.classList.contains("bad") || this.closest(".toast-samples")) return;
    for (const kind of ["pointerenter", "focusin"]) this.addEventListener(kind, () => clearTimeout(this.timer));
    for (const kind of ["pointerleave", "focusout"]) this.addEventListener(kind, () => this.wait());
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.remove(), 1000 * (this.querySelector("[data-undo], [data-redo]") ? WITH_UNDO : SECONDS));
  }
}
customElements.define("gw-toast", Toast);

// A modal dialog makes all around it inert: the toasts move into the one that is open, and out again.
const region = document.getElementById("toasts");
const settle = () => ([...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body).append(region);
if (region) {
  document.addEventListener("goodwill:opened", settle);
  document.addEventListener("close", settle, true);
}
