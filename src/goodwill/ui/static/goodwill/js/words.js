// Sentences that the page brought along in the reader's language.
export const word = (name) => document.getElementById("words")?.dataset[name] ?? "";

export function say(text, kind = "info") {
  const made = document.getElementById("toast-plain")?.content.firstElementChild.cloneNode(true);
  if (!made) return null;
  made.classList.replace("bad", kind);
  made.setAttribute("role", kind === "bad" ? "alert" : "status");
  made.querySelector(".toast-text").textContent = text;
  document.getElementById("toasts").append(made);
  return made;
}

// For those who listen only: at once, or when they have heard out what is being said.
export function whisper(text) {
  document.getElementById("whisper").textContent = text;
}

export function murmur(text) {
  document.getElementById("murmur").textContent = text;
}

// For comparing what is typed with what is there: no accents, no case.
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
