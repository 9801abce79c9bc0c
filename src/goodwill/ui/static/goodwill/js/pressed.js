// A part may be drawn anew while the mouse is down on a link in it: the browser then sees no click. If the same thing is
// there when it is let go, that was meant.
const THINGS = "a[href], button, summary, label";
let pressed = null;

const told = (one) =>
  [one.tagName, ...["href", "hx-get", "hx-post", "name", "value"].map((name) => one.getAttribute(name)), one.textContent.trim()].join("\n");

addEventListener("pointerdown", ({ target, button, pointerType }) => {
  pressed = button === 0 && pointerType === "mouse" ? target.closest?.(THINGS) : null;
}, true);

addEventListener("pointerup", (event) => {
  const gone = pressed;
  pressed = null;
  if (!gone || gone.isConnected) return;
  const now = document.elementFromPoint(event.clientX, event.clientY)?.closest(THINGS);
  if (!now || told(now) !== told(gone)) return;
  const { ctrlKey, metaKey, shiftKey, altKey } = event;
  now.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey, altKey }));
}, true);
