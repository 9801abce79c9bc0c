// Two forms on one page may ask for the same thing: what came later gets names of its own, so that each label belongs to its own control.
const POINTING = ["for", "list", "aria-labelledby", "aria-describedby", "aria-controls"];
let count = 0;

document.addEventListener("htmx:load", ({ target }) => {
  for (const one of target.querySelectorAll?.('[id^="id_"]') ?? []) {
    const { id } = one;
    const [first, second] = document.querySelectorAll(`#${CSS.escape(id)}`);
    if (!second || (target.contains(first) && target.contains(second))) continue;
    one.id = `${id}-${++count}`;
    for (const name of POINTING) {
      for (const other of target.querySelectorAll(`[${name}~="${CSS.escape(id)}"]`)) {
        other.setAttribute(name, other.getAttribute(name).split(" ").map((word) => word === id ? one.id : word).join(" "));
      }
    }
    for (const link of target.querySelectorAll(`a[href="#${CSS.escape(id)}"]`)) link.hash = one.id;
  }
});
