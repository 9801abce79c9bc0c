// `gw-try` holds a form that asks the API as the reader, and shows the answer below it. Without it the form opens the answer as a page.
const MOST = 40_000;

class Try extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask(event.target);
    });
  }

  async #ask(form) {
    const said = form.querySelector("[data-said]");
    const shown = form.querySelector("[data-answer]");
    const address = where(form);
    said.textContent = decodeURI(address.pathname + address.search);
    try {
      const began = performance.now();
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const text = await words(answer);
      said.textContent = `${answer.status} · ${Math.round(performance.now() - began)} ms · ${decodeURI(address.pathname + address.search)}`;
      shown.textContent = text.length > MOST ? `${text.slice(0, MOST)}\n…` : text;
    } catch (error) {
      shown.textContent = String(error);
    }
    shown.hidden = false;
  }
}

function where(form) {
  let path = form.dataset.try;
  const query = new URLSearchParams();
  for (const input of form.elements) {
    if (!input.name || !input.value) continue;
    if (input.dataset.place === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    else query.set(input.name, input.value);
  }
  const address = new URL(new URL(form.dataset.root).pathname + path, location.origin);
  address.search = query;
  return address;
}

async function words(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  const text = await answer.text();
  return kind.includes("json") && text ? JSON.stringify(JSON.parse(text), null, 2) : text;
}

customElements.define("gw-try", Try);
