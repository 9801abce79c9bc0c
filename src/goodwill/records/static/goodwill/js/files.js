// Files for the record of this page: chosen, photographed, or dropped anywhere. They are sent in parcels, one after the other.
import { open } from "./dialogs.js";
import { fold, say } from "./words.js";

const PARCEL = 32e6; // bytes that go together, with one way back
const FILES = 100; // as many as the server takes at once
const NAMED = 3;
let tray = null;
let over = null;

class Files extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    for (const input of this.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        this.take(input.name === "photo" ? [...input.files].map((file) => this.named(file)) : [...input.files]);
        input.value = "";
      });
    }
    this.dialog = this.querySelector("dialog");
    this.dialog.addEventListener("click", ({ target }) => {
      const chosen = target.closest("[data-same]");
      if (chosen) this.dialog.returnValue = chosen.dataset.same;
      if (chosen) this.dialog.close(chosen.dataset.same);
    });
  }

  part(name) {
    return this.querySelector(".file-parts").content.querySelector(name).cloneNode(true);
  }

  // A phone calls every picture that it takes the same: they are no versions of each other.
  named(file) {
    if (!/^image\.\w+$/i.test(file.name) && !this.known().has(fold(file.name))) return file;
    const at = new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, 19).replace("T", " ");
    const name = `${this.dataset.picture} ${at.replaceAll(":", ".")}${/\.\w+$/.exec(file.name) ?? ""}`;
    return new File([file], name, { type: file.type });
  }

  known() {
    return new Set([...this.querySelector(".file-known").content.children].map(({ textContent }) => textContent));
  }

  async take(files) {
    const limit = Number(this.dataset.limit);
    const large = files.filter((file) => file.size > limit);
    if (large.length) say(`${this.querySelector(".too-large").value} ${large.map(({ name }) => name).join(", ")}`, "bad");
    const fitting = files.filter((file) => file.size <= limit);
    const known = this.known();
    const again = fitting.filter(({ name }) => known.has(fold(name)));
    const same = again.length ? await this.ask(again) : "both";
    if (same) await this.send(fitting, same);
  }

  // Gives "version", "both", or nothing when it was called off.
  ask(files) {
    this.dialog.returnValue = "";
    this.dialog.querySelector(".same-names").textContent = files.map(({ name }) => name).join(", ");
    open("same-file");
    return new Promise((answer) => {
      this.dialog.addEventListener("close", () => answer(this.dialog.returnValue), { once: true });
    });
  }

  async send(files, same) {
    const { action } = this.form;
    const lines = parcels(files).map((parcel) => [parcel, this.line(parcel)]);
    for (const [parcel, line] of lines) {
      await globalThis.htmx.ajax("POST", action, { source: line, swap: "none", values: { files: parcel, same } }).catch(() => {});
    }
  }

  line(parcel) {
    if (!tray) document.body.append(tray = this.part(".file-tray"));
    const line = this.part(".file-sending");
    line.setAttribute("hx-encoding", "multipart/form-data");
    const names = parcel.slice(0, NAMED).map(({ name }) => name).join(", ");
    line.querySelector("span").textContent = parcel.length > NAMED ? `${names} +${parcel.length - NAMED}` : names;
    line.addEventListener("htmx:xhr:progress", ({ detail }) => {
      if (detail.total) line.querySelector("progress").value = (100 * detail.loaded) / detail.total;
    });
    line.addEventListener("htmx:afterRequest", () => line.remove());
    tray.append(line);
    return line;
  }
}

function parcels(files) {
  const found = [];
  let room = 0;
  for (const file of files) {
    if (!found.length || file.size > room || found.at(-1).length === FILES) {
      found.push([]);
      room = PARCEL;
    }
    found.at(-1).push(file);
    room -= file.size;
  }
  return found;
}

const holds = (event) => event.dataTransfer?.types.includes("Files") && !event.target.closest?.("gw-file-drop, input[type=file]");
const here = () => [...document.querySelectorAll("gw-files")].at(-1);

document.addEventListener("dragover", (event) => {
  const files = here();
  if (!files || !holds(event)) return;
  event.preventDefault();
  if (!over) document.body.append(over = files.part(".file-over"));
});
const leave = () => {
  over?.remove();
  over = null;
};
document.addEventListener("dragleave", (event) => event.relatedTarget === null && leave());
document.addEventListener("drop", (event) => {
  const files = here();
  leave();
  if (!files || !holds(event)) return;
  event.preventDefault();
  const folders = [...event.dataTransfer.items].filter((item) => item.webkitGetAsEntry?.()?.isDirectory);
  if (folders.length) return say(files.querySelector(".no-folders").value, "bad");
  files.take([...event.dataTransfer.files]);
});

customElements.define("gw-files", Files);
