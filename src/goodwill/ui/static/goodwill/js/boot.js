import "./cells.js";
import "./compose.js";
import "./dialogs.js";
import "./drafts.js";
import "./events.js";
import "./file_drop.js";
import "./focus.js";
import "./grid.js";
import "./heard.js";
import "./here.js";
import "./inline_edit.js";
import "./keys.js";
import "./look.js";
import "./menus.js";
import "./palette.js";
import "./picker.js";
import "./rich.js";
import "./pressed.js";
import "./scroll.js";
import "./sorted.js";
import "./times.js";
import "./tips.js";
import "./toasts.js";
import "./trail.js";
import "./twice.js";
import { token } from "./send.js";
import { say, word } from "./words.js";

// What few pages need is fetched when such a page, or a part of one, is there.
document.addEventListener("htmx:load", ({ target }) => {
  if (target.querySelector?.("gw-formula")) import("./editor/formula.js");
  if (target.querySelector?.("gw-board") || target.matches?.("gw-board")) import("./stage/board.js");
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = token();
});

// A refusal swaps nothing itself, but brings its toast along.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.getResponseHeader("HX-Reswap") === "none") {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});
document.addEventListener("htmx:responseError", () => say(word("failed"), "bad"));
document.addEventListener("htmx:timeout", () => say(word("failed"), "bad"));
document.addEventListener("htmx:sendError", () => say(word("offline"), "bad"));

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-back]")) history.back();
});

const offline = document.getElementById("offline");
const showConnection = () => { if (offline) offline.hidden = navigator.onLine; };
addEventListener("online", showConnection);
addEventListener("offline", showConnection);
showConnection();

// What is wrong with a form is read aloud and scrolled to.
document.addEventListener("htmx:load", ({ target }) => target.querySelector?.("[data-focus]")?.focus());
document.querySelector("[data-focus], .form [aria-invalid=true]")?.focus();
