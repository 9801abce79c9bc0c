// The quick actions switch the composer in place: `data-compose="call"` chooses a kind and goes there to write.
const composer = () => document.querySelector("form.composer");

export function compose(kind) {
  const form = composer();
  const radio = form?.querySelector(`input[name=kind][value="${CSS.escape(kind)}"]`);
  if (!radio) return false;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  form.classList.add("open");
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  radio.closest("label")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  form.scrollIntoView({ block: "nearest", behavior: reduced ? "auto" : "smooth" });
  const first = [...form.querySelectorAll("[data-first]")].find((one) => one.getClientRects().length);
  if (first) first.focus({ preventScroll: true });
  else form.querySelector("gw-rich")?.focusText();
  return true;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-compose]");
  if (!opener || !composer() || opener.closest("dialog")) return;
  // A press on a number dials it, too; the key and the palette only open the composer.
  const dials = event.isTrusted && /^(tel|mailto):/.test(opener.getAttribute("href") ?? "");
  if (compose(opener.dataset.compose) && !dials) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

document.addEventListener("change", ({ target }) => {
  if (target.matches("form.composer input[name=kind]")) target.form.querySelector("gw-rich")?.reword(target.dataset.words ?? "");
});
document.addEventListener("focusin", ({ target }) => {
  const form = target.closest?.("form.composer");
  if (form && form !== target) form.classList.add("open");
});
