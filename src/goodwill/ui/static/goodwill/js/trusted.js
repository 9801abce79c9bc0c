// The one Trusted Types policy. Text becomes HTML only if it is an answer of our own server that htmx is about to swap in,
// as it came or in the wrapping that htmx gives it; whatever else reaches for innerHTML is refused by the browser.
{
  const head = /<head(\s[^>]*)?>[\s\S]*?<\/head>/i;
  const wrapped = (text) => `<body><template class="internal-htmx-wrapper">${text}</template></body>`;
  const most = 8;
  const answers = []; // the newest ones: several may arrive before the first is swapped in
  const shapes = (answer) => [answer, answer.replace(head, ""), wrapped(answer.replace(head, ""))];
  // At the request itself: what happens at an element that another answer took out of the page reaches nobody.
  document.addEventListener("htmx:beforeSend", ({ detail: { xhr } }) => {
    xhr.addEventListener("readystatechange", () => {
      if (xhr.readyState !== XMLHttpRequest.DONE) return;
      answers.push(xhr.responseText);
      if (answers.length > most) answers.shift();
    });
  }, true);
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML(text) {
      if (answers.some((answer) => shapes(answer).includes(text))) return text;
      throw new TypeError("Only answers of our own server may become part of the page.");
    },
  });
}
