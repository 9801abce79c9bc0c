// Theme, density and side bar change at once; the server keeps the wish in a cookie for the next page.
import { send } from "./send.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-look]");
  if (!button) return;
  if (button.matches("a")) event.preventDefault();
  const name = button.dataset.look;
  const value = button.dataset.value ?? (button.parentElement.clientWidth < 64 ? "open" : "closed");
  document.documentElement.dataset[name] = value;
  if (name === "theme") document.querySelector("meta[name=color-scheme]").content = value === "auto" ? "light dark" : value;
  for (const other of document.querySelectorAll(`[data-look="${name}"][aria-checked]`)) {
    other.setAttribute("aria-checked", String(other.dataset.value === value));
  }
  send(document.body.dataset.lookUrl, { [name]: value });
});
