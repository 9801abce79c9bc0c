// A map is pulled to another place, by mouse or by a finger that sets out sideways. Its buttons do the same.
const WORLD = 8000; // as wide as `world.svg`
const START = 6;

const within = (value, most) => Math.min(Math.max(value, -most), most);

class WorldMap extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerdown", (event) => this.take(event));
    this.addEventListener("dragstart", (event) => event.preventDefault());
  }

  take(down) {
    if (!down.isPrimary || down.button || down.target.closest("a, button")) return;
    this.setPointerCapture(down.pointerId);
    const held = new AbortController();
    let pulled = [0, 0];
    const on = (type, act) => this.addEventListener(type, act, { signal: held.signal });
    on("pointermove", ({ clientX, clientY }) => {
      pulled = [clientX - down.clientX, clientY - down.clientY];
      this.show(...pulled);
    });
    on("pointercancel", () => held.abort(this.show(0, 0)));
    on("pointerup", () => {
      held.abort();
      if (Math.hypot(...pulled) < START) this.show(0, 0);
      else this.go(...pulled);
    });
  }

  show(right, below) {
    for (const part of this.querySelectorAll(":scope > svg")) part.style.translate = `${right}px ${below}px`;
  }

  // To the middle of what is seen now.
  go(right, below) {
    const { x, y, width, height } = this.querySelector("svg").viewBox.baseVal;
    const down = y + height * (0.5 - below / this.clientHeight);
    const east = ((x + width * (0.5 - right / this.clientWidth)) / WORLD) * 360 - 180;
    const north = ((2 * Math.atan(Math.exp(((WORLD / 2 - down) * 2 * Math.PI) / WORLD)) - Math.PI / 2) * 180) / Math.PI;
    const form = document.getElementById("map-place");
    form.elements.at.value = `${within(north, 80).toFixed(3)},${within(east, 180).toFixed(3)},${this.dataset.zoom}`;
    form.requestSubmit();
  }
}
customElements.define("gw-map", WorldMap);
