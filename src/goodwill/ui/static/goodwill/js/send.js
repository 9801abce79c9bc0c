import { say, word } from "./words.js";

export const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";

// POST without swapping anything; says so when it fails. Gives whether it worked.
export async function send(url, values) {
  try {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(values), headers: { "X-CSRFToken": token() } });
    if (!answer.ok) say(word("failed"), "bad");
    return answer.ok;
  } catch {
    say(word("offline"), "bad");
    return false;
  }
}

// The same through htmx, for answers that carry toasts or fragments.
export const post = (url, values) =>
  globalThis.htmx.ajax("POST", url, { values, swap: "none", source: document.body });
