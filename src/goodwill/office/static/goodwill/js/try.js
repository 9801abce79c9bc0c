// `gw-try` holds a form that asks the API as the reader or with a key, and shows the answer below it. Without it, forms that read open the
// answer as a page, and those that write stay hidden.
import { token } from "./send.js";

const MOST = 40_000;

class Try extends HTMLElement {
  #batch = "";

  connectedCallback() {
    this.querySelector("form").hidden = false;
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask(event.target);
    });
    this.querySelector("[data-undo] button")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.#takeBack(event.target.closest("form"));
    });
  }

  async #ask(form) {
    const { method } = form.dataset;
    const body = form.querySelector("[data-place=body]")?.value ?? (method === "POST" ? "{}" : undefined);
    const answer = await this.#show(form, where(form), { method, body, headers: headersOf(form, body) });
    this.#batch = answer?.headers.get("Goodwill-Batch") ?? "";
    form.querySelector("[data-undo]").hidden = !this.#batch;
  }

  async #takeBack(form) {
    const address = new URL(`${new URL(form.dataset.root).pathname}/undo/${this.#batch}`, location.origin);
    const answer = await this.#show(form, address, { method: "POST", headers: headersOf(null) });
    form.querySelector("[data-undo]").hidden = Boolean(answer?.ok);
  }

  async #show(form, address, asked) {
    const said = form.querySelector("[data-said]");
    const shown = form.querySelector("[data-answer]");
    const line = `${asked.method} ${decodeURI(address.pathname + address.search)}`;
    said.textContent = line;
    let answer = null;
    try {
      const began = performance.now();
      answer = await fetch(address, { ...asked, credentials: key() ? "omit" : "same-origin" });
      const text = await words(answer);
      said.textContent = `${answer.status} · ${Math.round(performance.now() - began)} ms · ${line}`;
      shown.textContent = text.length > MOST ? `${text.slice(0, MOST)}\n…` : text;
      shown.hidden = !text;
    } catch (error) {
      shown.textContent = String(error);
      shown.hidden = false;
    }
    return answer;
  }
}

const key = () => document.getElementById("try-key")?.value.trim() ?? "";

function headersOf(form, body) {
  const headers = { Accept: "application/json", ...(key() ? { Authorization: `Bearer ${key()}` } : { "X-CSRFToken": token() }) };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  for (const input of form?.querySelectorAll("[data-place=header]") ?? []) {
    if (input.value) headers[input.name] = input.value;
  }
  return headers;
}

function where(form) {
  let path = form.dataset.try;
  const query = new URLSearchParams();
  for (const input of form.elements) {
    if (!input.name || !input.value || input.dataset.place === "header") continue;
    if (path.includes(`{${input.name}}`)) path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
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
