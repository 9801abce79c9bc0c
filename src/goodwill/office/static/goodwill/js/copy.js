// `data-copy` names an input: a press copies what stands in it, and says so.
import { say } from "./words.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const input = document.getElementById(button.dataset.copy);
  input.select();
  if (!navigator.clipboard) return;
  await navigator.clipboard.writeText(input.value);
  say(button.dataset.copied, "good");
});
