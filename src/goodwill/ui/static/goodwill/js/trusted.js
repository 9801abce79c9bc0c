// The one Trusted Types policy. Text becomes HTML only if it is an answer of our own server that htmx is about to swap in;
// whatever else reaches for innerHTML is refused by the browser.
{
  const head = /<head(\s[^>]*)?>[\s\S]*?<\/head>/i;
  let answer = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    answer = event.detail.serverResponse;
  }, true);
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML(text) {
      if (answer !== null && (text === answer || text.includes(answer.replace(head, "")))) return text;
      throw new TypeError("Only answers of our own server may become part of the page.");
    },
  });
}
