// Files are dropped or chosen; while the form sends them, the bar shows how far it is. With `data-at-once` on the input
// the form goes as soon as there are some.
import { say } from "./words.js";

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.bar = this.querySelector("progress");
    this.input.addEventListener("change", () => this.take());
    for (const kind of ["dragenter", "dragover"]) this.addEventListener(kind, () => this.classList.add("over"));
    for (const kind of ["dragleave", "drop"]) this.addEventListener(kind, () => this.classList.remove("over"));
    const form = this.closest("form");
    form?.addEventListener("htmx:xhr:progress", ({ detail }) => this.show(detail));
    form?.addEventListener("htmx:afterRequest", () => { this.bar.hidden = true; });
    if (this.input.files.length) this.take(); // chosen before this script was here
  }

  take() {
    this.list();
    if (this.input.files.length && "atOnce" in this.input.dataset) this.closest("form").requestSubmit();
  }

  list() {
    const { limit, tooLarge } = this.dataset;
    const large = [...this.input.files].filter((file) => limit && file.size > Number(limit));
    if (large.length) {
      say(`${tooLarge} ${large.map(({ name }) => name).join(", ")}`, "bad");
      this.input.value = "";
    }
    const lines = [...this.input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${sized(file.size)}`;
      return line;
    });
    this.querySelector(".file-names").replaceChildren(...lines);
  }

  show({ loaded, total }) {
    if (!this.input.files.length || !total) return;
    this.bar.hidden = false;
    if (loaded < total) this.bar.value = (100 * loaded) / total;
    else this.bar.removeAttribute("value");
  }
}

function sized(bytes) {
  const [unit, number] = bytes < 1e6 ? ["kilobyte", Math.max(bytes, 100) / 1e3] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(number);
}
customElements.define("gw-file-drop", FileDrop);
