// Focus stays where somebody works: when what had it is replaced or taken away, it goes to what stands in its place, else to the part around it.
const FOCUSABLE = "a[href], button:not(:disabled), summary, input[type=checkbox], input[type=radio]";
let lost = null;

const seen = (one) => one.getClientRects().length > 0;
const lacking = () => !document.activeElement || document.activeElement === document.body;
const sign = (one) => `${one.tagName} ${one.getAttribute("aria-label") ?? one.textContent.trim().slice(0, 80)}`;
const kind = (one) => `${one.tagName} ${(one.getAttribute("class") ?? "").replace("htmx-request", "").trim()}`;
const within = (part) => [...part.querySelectorAll(FOCUSABLE)].filter(seen);

// Where focus is now: what has it, and the parts around it from the inside out, all by what outlives them.
export function here() {
  const at = document.activeElement;
  if (lacking()) return null;
  const parts = [];
  for (let one = at; one; one = one.parentElement) {
    if (!one.id || one.matches("td")) continue;
    parts.push({ id: one.id, number: within(one).filter((other) => kind(other) === kind(at)).indexOf(at) });
  }
  return { at, sign: sign(at), kind: kind(at), parts };
}

export function back(to) {
  if (!to || !lacking()) return;
  if (to.at.isConnected && seen(to.at)) return to.at.focus({ preventScroll: true });
  for (const { id, number } of to.parts) {
    const part = document.getElementById(id);
    if (part?.querySelector("gw-rich[data-focus]")) return; // takes it by itself, as soon as its editor is here
    const place = part && (twin(within(part), to, number) ?? nearest(part));
    place?.focus({ preventScroll: true });
    if (!lacking()) return;
  }
  document.getElementById("main")?.focus({ preventScroll: true });
}

// The same again, else its like that came up to where it stood.
function twin(every, to, number) {
  const like = every.filter((one) => kind(one) === to.kind);
  return every.find((one) => sign(one) === to.sign) ?? like[Math.min(number, like.length - 1)];
}

// A line has something to press; of a greater part the part itself is the place, and of one that is empty what stands before it.
function nearest(part) {
  if (!part.childElementCount) return within(document).filter((one) => one.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
  if (part.matches("tr")) return part.querySelector("a[href]");
  if (part.matches(".field")) return within(part)[0];
  if (!seen(part)) return null;
  if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
  return part;
}

for (const kind of ["htmx:beforeSwap", "htmx:oobBeforeSwap"]) {
  document.addEventListener(kind, ({ detail: { target } }) => {
    if (target?.contains(document.activeElement) && !lacking()) lost = here();
  });
}
document.addEventListener("htmx:afterSettle", () => {
  back(lost);
  lost = null;
});
