// The one Trusted Types policy. Text becomes HTML only if it is an answer of our own server that htmx is about to swap in;
// whatever else reaches for innerHTML is refused by the browser.
{
  const head = /<head(\s[^>]*)?>[\s\S]*?<\/head>/i;
  const most = 8;
  const answers = []; // the newest ones: several may arrive before the first is swapped in
  const holds = (text) => answers.some((answer) => text === answer || text.includes(answer.replace(head, "")));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.serverResponse.trim()) answers.push(event.detail.serverResponse);
    if (answers.length > most) answers.shift();
  }, true);
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML(text) {
      if (holds(text)) return text;
      throw new TypeError("Only answers of our own server may become part of the page.");
    },
  });
}
