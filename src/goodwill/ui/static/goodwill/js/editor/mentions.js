// "@La" offers colleagues below the words; arrows choose, Enter or Tab takes, Esc leaves the letters as they are.
import { Plugin } from "../../../vendor/editor/prosemirror-state.js";
import { place } from "../menus.js";
import { schema } from "./schema.js";

const ASKED = /(?:^|\s)@([\p{L}\p{N}.'’-]{0,30}(?: [\p{L}\p{N}.'’-]{1,30})?)$/u;

export function mentions(list, url) {
  let asked = null;
  let timer;

  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const now = () => options().find((one) => one.ariaSelected === "true");
  const shown = () => list.matches(":popover-open");

  function mark(option) {
    now()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
  }

  function hide(view) {
    clearTimeout(timer);
    if (shown()) list.hidePopover();
    view?.dom.removeAttribute("aria-activedescendant");
  }

  function offer(view) {
    const found = options();
    if (!asked || !found.length || !view.hasFocus()) return hide(view);
    list.showPopover();
    const box = view.coordsAtPos(asked.from);
    place(list, { getBoundingClientRect: () => ({ left: box.left, right: box.left, top: box.top, bottom: box.bottom }) });
    mark(found[0]);
    view.dom.setAttribute("aria-activedescendant", found[0].id);
  }

  function ask(view) {
    const { $from, empty } = view.state.selection;
    const before = empty ? $from.parent.textBetween(Math.max(0, $from.parentOffset - 64), $from.parentOffset, null, "\ufffc") : "";
    const match = ASKED.exec(before);
    if (!match) {
      asked = null;
      return hide(view);
    }
    if (asked?.dropped === $from.pos - match[1].length) return;
    asked = { from: $from.pos - match[1].length - 1, to: $from.pos };
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await globalThis.htmx.ajax("GET", `${url}?q=${encodeURIComponent(match[1])}`, { target: list, swap: "innerHTML" });
      offer(view);
    }, 120);
  }

  function take(view, option) {
    if (!option || !asked) return;
    const mention = schema.nodes.mention.create({ ref: `user:${option.dataset.value}`, label: `@${option.dataset.label}` });
    view.dispatch(view.state.tr.replaceWith(asked.from, asked.to, [mention, schema.text(" ")]));
    asked = null;
    hide(view);
    view.focus();
  }

  return new Plugin({
    view(view) {
      list.addEventListener("pointerdown", (event) => event.preventDefault());
      list.addEventListener("click", ({ target }) => take(view, target.closest("[role=option]:not([aria-disabled])")));
      return { update: (now, before) => !now.state.doc.eq(before.doc) || !now.state.selection.eq(before.selection) ? ask(now) : null };
    },
    props: {
      handleDOMEvents: { blur: (view) => { hide(view); } },
      handleKeyDown(view, event) {
        if (!shown()) return false;
        const all = options();
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) {
          mark(all[(all.indexOf(now()) + step + all.length) % all.length]);
          view.dom.setAttribute("aria-activedescendant", now().id);
        } else if (event.key === "Enter" || event.key === "Tab") take(view, now());
        else if (event.key === "Escape") {
          asked = { dropped: asked.from + 1 };
          hide(view);
          event.stopPropagation();
        } else return false;
        event.preventDefault();
        return true;
      },
    },
  });
}
