// What a note may hold: the same list as the server keeps (kernel/richtext.py).
import { Schema } from "../../../vendor/editor/prosemirror-model.js";
import { bulletList, listItem, orderedList } from "../../../vendor/editor/prosemirror-schema-list.js";

const SAFE = /^(https?:|mailto:|tel:)/i;
export const safe = (href) => SAFE.test(href ?? "");

const bold = { tag: "b", getAttrs: (node) => node.style.fontWeight !== "normal" && null };
const heading = (level, ...tags) => tags.map((tag) => ({ tag, attrs: { level } }));
const inline = (tag, ...also) => ({ parseDOM: [{ tag }, ...also], toDOM: () => [tag, 0] });

const nodes = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    attrs: { level: { default: 3 } },
    content: "inline*",
    group: "block",
    defining: true,
    parseDOM: [...heading(3, "h1", "h2", "h3"), ...heading(4, "h4", "h5", "h6")],
    toDOM: (node) => [`h${node.attrs.level}`, 0],
  },
  blockquote: {
    content: "block+", group: "block", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0],
  },
  code_block: {
    content: "text*", marks: "", group: "block", code: true, defining: true,
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }], toDOM: () => ["pre", 0],
  },
  ordered_list: { ...orderedList, content: "list_item+", group: "block", toDOM: () => ["ol", 0] },
  bullet_list: { ...bulletList, content: "list_item+", group: "block" },
  list_item: { ...listItem, content: "paragraph block*" },
  text: { group: "inline" },
  hard_break: {
    inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"],
  },
  mention: {
    attrs: { ref: {}, label: {} },
    inline: true,
    group: "inline",
    atom: true,
    parseDOM: [{
      tag: "span[data-mention]",
      getAttrs: (node) => ({ ref: node.dataset.mention, label: node.textContent }),
    }],
    toDOM: (node) => ["span", { "data-mention": node.attrs.ref }, node.attrs.label],
    leafText: (node) => node.attrs.label,
  },
};

const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (node) => safe(node.getAttribute("href")) && { href: node.getAttribute("href") } }],
    toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
  },
  strong: {
    parseDOM: [{ tag: "strong" }, bold, { style: "font-weight", getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null }],
    toDOM: () => ["strong", 0],
  },
  em: inline("em", { tag: "i" }, { style: "font-style=italic" }),
  s: inline("s", { tag: "del" }, { tag: "strike" }, { style: "text-decoration=line-through" }),
  u: inline("u"),
  code: inline("code"),
};

export const schema = new Schema({ nodes, marks });
