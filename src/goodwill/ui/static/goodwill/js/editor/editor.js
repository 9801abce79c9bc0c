// The editor of formatted text. It is fetched when somebody first writes; until then, and without script, a text area stands there.
import { baseKeymap, setBlockType, toggleMark, wrapIn, lift, chainCommands, exitCode } from "../../../vendor/editor/prosemirror-commands.js";
import { history, redo, undo } from "../../../vendor/editor/prosemirror-history.js";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "../../../vendor/editor/prosemirror-inputrules.js";
import { keymap } from "../../../vendor/editor/prosemirror-keymap.js";
import { DOMParser, DOMSerializer, Node } from "../../../vendor/editor/prosemirror-model.js";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "../../../vendor/editor/prosemirror-schema-list.js";
import { EditorState, Plugin, Selection } from "../../../vendor/editor/prosemirror-state.js";
import { EditorView } from "../../../vendor/editor/prosemirror-view.js";
import { mentions } from "./mentions.js";
import { read } from "./pasted.js";
import { safe, schema } from "./schema.js";

const { marks, nodes } = schema;

const inside = (state, type) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === type) return true;
  return false;
};
const marked = (state, type) => {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type);
};
const list = (type) => (state, dispatch, view) =>
  inside(state, type) ? liftListItem(nodes.list_item)(state, dispatch) : wrapInList(type)(state, dispatch, view);
const quote = (state, dispatch) => (inside(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch));
const heading = (state, dispatch) =>
  inside(state, nodes.heading) ? setBlockType(nodes.paragraph)(state, dispatch) : setBlockType(nodes.heading, { level: 3 })(state, dispatch);
const newLine = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});
const at = (state, dispatch) => {
  const before = state.selection.$from.nodeBefore;
  const space = before?.isText && !/\s$/.test(before.text) ? " @" : "@";
  dispatch?.(state.tr.insertText(space));
  return true;
};

export const COMMANDS = {
  strong: { run: toggleMark(marks.strong), on: (state) => marked(state, marks.strong) },
  em: { run: toggleMark(marks.em), on: (state) => marked(state, marks.em) },
  s: { run: toggleMark(marks.s), on: (state) => marked(state, marks.s) },
  bullets: { run: list(nodes.bullet_list), on: (state) => inside(state, nodes.bullet_list) },
  numbers: { run: list(nodes.ordered_list), on: (state) => inside(state, nodes.ordered_list) },
  quote: { run: quote, on: (state) => inside(state, nodes.blockquote) },
  heading: { run: heading, on: (state) => inside(state, nodes.heading) },
  mention: { run: at, on: () => false },
};

const save = (_state, _dispatch, view) => {
  const form = view?.dom.closest("form");
  form?.requestSubmit(form.querySelector("[data-save]") ?? undefined);
  return true;
};

const keys = keymap({
  "Mod-Enter": save,
  "Mod-b": COMMANDS.strong.run,
  "Mod-i": COMMANDS.em.run,
  "Mod-u": toggleMark(marks.u),
  "Mod-z": undo,
  "Mod-y": redo,
  "Shift-Mod-z": redo,
  "Shift-Mod-7": COMMANDS.numbers.run,
  "Shift-Mod-8": COMMANDS.bullets.run,
  "Shift-Mod-9": quote,
  "Shift-Enter": newLine,
  Enter: splitListItem(nodes.list_item),
  Tab: sinkListItem(nodes.list_item),
  "Shift-Tab": liftListItem(nodes.list_item),
});

const web = new InputRule(/(?:^|\s)(https?:\/\/[^\s]{3,})(\s)$/, (state, [, url, space], start, end) => {
  const from = end + 1 - space.length - url.length;
  return state.tr.insertText(space, end, end).addMark(Math.max(from, start), end, marks.link.create({ href: url }));
});
const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list),
    wrappingInputRule(/^1[.)]\s$/, nodes.ordered_list),
    wrappingInputRule(/^>\s$/, nodes.blockquote),
    textblockTypeInputRule(/^#{1,3}\s$/, nodes.heading, { level: 3 }),
    web,
  ],
});

// What comes from elsewhere is read element by element, so that nothing has to become markup from a string.
function paste(view, event) {
  const { clipboardData: data } = event;
  const html = data?.getData("text/html");
  const text = data?.getData("text/plain") ?? "";
  if (!html && !text) return false;
  event.preventDefault();
  const { empty } = view.state.selection;
  if (!empty && safe(text.trim()) && !/\s/.test(text.trim())) {
    toggleMark(marks.link, { href: text.trim() })(view.state, view.dispatch);
    return true;
  }
  const slice = html && !inside(view.state, nodes.code_block)
    ? DOMParser.fromSchema(schema).parseSlice(read(html))
    : DOMParser.fromSchema(schema).parseSlice(plain(text));
  view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true));
  return true;
}

function plain(text) {
  const root = document.createElement("div");
  for (const part of text.replace(/\r\n?/g, "\n").split(/\n{2,}/)) {
    const block = document.createElement("p");
    part.split("\n").forEach((line, n) => block.append(...(n ? [document.createElement("br"), line] : [line])));
    root.append(block);
  }
  return root;
}

const drop = (view, event) => {
  if (view.dragging || !event.dataTransfer?.getData("text/html")) return false;
  event.preventDefault();
  const spot = view.posAtCoords({ left: event.clientX, top: event.clientY });
  const text = event.dataTransfer.getData("text/plain");
  if (spot && text) view.dispatch(view.state.tr.insertText(text, spot.pos));
  return true;
};

const blank = (doc) => !doc.textContent.trim() && doc.childCount === 1 && !doc.firstChild.isLeaf && doc.firstChild.type === nodes.paragraph && doc.firstChild.content.size === 0;

const hint = (words) => new Plugin({
  props: { attributes: (state) => (blank(state.doc) ? { "data-placeholder": words(), class: "rich-text blank" } : { class: "rich-text" }) },
});

// `from`: {element} | {text} | {json}. Calls `changed(html, json)` after each change.
export function edit({ into, from, label, placeholder, list: offered, mentionsUrl, changed, moved }) {
  const parser = DOMParser.fromSchema(schema);
  const begun = () => {
    try {
      if (from.json) return Node.fromJSON(schema, from.json);
    } catch { /* kept by an older release: the text is still in the text area */ }
    if (from.element) return parser.parse(from.element);
    return parser.parse(plain(from.text ?? ""), { preserveWhitespace: "full" }); // the space that was typed last stays
  };
  const html = (doc) => {
    if (blank(doc)) return "";
    const root = document.createElement("div");
    root.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content));
    return root.innerHTML;
  };
  const plugins = [rules, keys, keymap(baseKeymap), history(), hint(placeholder)];
  if (offered && mentionsUrl) plugins.unshift(mentions(offered, mentionsUrl));
  const doc = begun();
  const state = EditorState.create({ doc, plugins, selection: Selection.atEnd(doc) });
  const view = new EditorView({ mount: into }, {
    state,
    attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label },
    handleDOMEvents: { paste, drop },
    dispatchTransaction(change) {
      view.updateState(view.state.apply(change));
      if (change.docChanged) changed(html(view.state.doc), view.state.doc.toJSON());
      moved(view.state);
    },
  });
  return {
    view,
    html: () => html(view.state.doc),
    json: () => (blank(view.state.doc) ? null : view.state.doc.toJSON()),
    put(json) {
      const kept = Node.fromJSON(schema, json);
      view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, kept.content));
    },
    focus: () => view.focus(),
    run: (name) => { COMMANDS[name]?.run(view.state, view.dispatch, view); view.focus(); },
    link(href) {
      const { from: start, to: end, empty } = view.state.selection;
      const change = view.state.tr;
      if (!href) change.removeMark(start, end, marks.link);
      else if (empty) change.insertText(href, start).addMark(start, start + href.length, marks.link.create({ href }));
      else change.addMark(start, end, marks.link.create({ href }));
      view.dispatch(change);
      view.focus();
    },
    linked: () => marked(view.state, marks.link),
    on: (name) => COMMANDS[name]?.on(view.state) ?? false,
  };
}
