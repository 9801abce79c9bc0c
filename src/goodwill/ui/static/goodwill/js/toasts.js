const SECONDS = 6;
const WITH_UNDO = 12;

class Toast extends HTMLElement {
  connectedCallback() {
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
    this.timer = setTimeout(() => this.remove(), 1000 * (this.querySelector("[data-undo]") ? WITH_UNDO : SECONDS));
  }
}
customElements.define("gw-toast", Toast);

// A modal dialog is above everything but popovers: the toasts become one while there is something to say.
const region = document.getElementById("toasts");
if (region) {
  new MutationObserver(() => {
    if (document.querySelector("dialog[open]") && region.childElementCount) {
      region.popover = "manual";
      region.hidePopover();
      region.showPopover();
    } else if (region.popover) {
      region.popover = null;
    }
  }).observe(region, { childList: true });
}
