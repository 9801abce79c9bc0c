// Markup from Word, a mail or a web page becomes plain elements here, one by one: no string ever becomes markup.
import { safe } from "./schema.js";

const SKIPPED = new Set(["head", "script", "style", "svg", "math", "title", "template", "object", "iframe", "xml", "select", "textarea"]);
const KEPT = new Set(("p br b strong i em u s del strike a ul ol li blockquote code pre h1 h2 h3 h4 h5 h6 span").split(" "));
const BLOCKS = new Set(["div", "section", "article", "header", "footer", "main", "tr", "dt", "dd", "figcaption", "address"]);
const VOID = new Set(["br", "hr", "img", "meta", "link", "input", "col", "wbr", "base"]);
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", ndash: "–", mdash: "—", hellip: "…", bull: "•", rsquo: "’", lsquo: "‘", ldquo: "“", rdquo: "”", euro: "€" };
const TOKEN = /<!--[\s\S]*?-->|<[!?][^>]*>|<(\/?)([a-zA-Z][\w:-]*)((?:\s+[^\s=>\/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?)*)\s*\/?>|[^<]+|</g;

function words(text) {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,10}));/gi, (whole, number, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = number ? Number(number) : Number.parseInt(hex, 16);
    return code > 31 && code < 0x110000 ? String.fromCodePoint(code) : " ";
  });
}

function attribute(given, name) {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(given);
  return words(found?.[1] ?? found?.[2] ?? found?.[3] ?? "");
}

function made(name, given) {
  const style = attribute(given, "style").toLowerCase();
  if (name === "b" && /font-weight:\s*(normal|[1-4]00)/.test(style)) name = "span";
  if (name === "span" && /font-weight:\s*(bold|[6-9]00)/.test(style)) name = "strong";
  else if (name === "span" && /font-style:\s*italic/.test(style)) name = "em";
  const element = document.createElement(BLOCKS.has(name) ? "p" : name);
  if (name === "a") {
    const href = attribute(given, "href");
    if (safe(href)) element.setAttribute("href", href);
  }
  const mention = name === "span" && attribute(given, "data-mention");
  if (mention) element.dataset.mention = mention;
  return element;
}

export function read(html) {
  const root = document.createElement("div");
  const open = [root];
  let skipped = "";
  for (const [whole, closing, tag, given] of html.matchAll(TOKEN)) {
    const name = tag?.toLowerCase();
    if (skipped) {
      if (closing && name === skipped) skipped = "";
    } else if (!name) {
      if (!whole.startsWith("<!") && !whole.startsWith("<?")) open.at(-1).append(words(whole));
    } else if (closing) {
      const at = open.findLastIndex((one) => one.dataset.from === name || one.localName === name);
      if (at > 0) open.length = at;
    } else if (SKIPPED.has(name)) {
      skipped = name;
    } else if (KEPT.has(name) || BLOCKS.has(name)) {
      const element = made(name, given);
      open.at(-1).append(element);
      if (!VOID.has(name)) {
        element.dataset.from = name;
        open.push(element);
      }
    } else if (name === "td" || name === "th") {
      open.at(-1).append(" ");
    }
  }
  return root;
}
