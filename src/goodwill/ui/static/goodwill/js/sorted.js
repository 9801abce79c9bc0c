// Lines that are put in order: dragged by their handle, or moved with Alt and an arrow key; `goodwill:sorted` tells of it.
const told = (line) => line.dispatchEvent(new CustomEvent("goodwill:sorted", { bubbles: true }));

document.addEventListener("pointerdown", (event) => {
  const line = event.target.closest("[data-sorted] [data-handle]")?.closest("li");
  if (!line) return;
  event.preventDefault();
  const listen = new AbortController();
  const options = { signal: listen.signal };
  line.classList.add("taken");
  addEventListener("pointermove", ({ clientY }) => {
    const others = [...line.parentElement.children].filter((one) => one !== line);
    const before = others.find((one) => { const box = one.getBoundingClientRect(); return clientY < box.top + box.height / 2; });
    line.parentElement.insertBefore(line, before ?? null);
  }, options);
  const place = line.nextElementSibling;
  const stop = () => {
    listen.abort();
    line.classList.remove("taken");
    if (line.nextElementSibling !== place) told(line);
  };
  addEventListener("pointerup", stop, options);
  addEventListener("pointercancel", stop, options);
});

document.addEventListener("keydown", (event) => {
  const line = event.altKey && event.target.closest("[data-sorted] > li");
  if (!line) return;
  if (event.key === "ArrowUp") line.previousElementSibling?.before(line);
  else if (event.key === "ArrowDown") line.nextElementSibling?.after(line);
  else return;
  event.preventDefault();
  event.target.focus();
  told(line);
});
