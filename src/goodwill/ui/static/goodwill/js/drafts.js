// What somebody types into a form with `data-draft` is kept in this browser until it is saved: a reload, a lost connection
// or a closed tab loses nothing. Signing out forgets all of it.
const WAIT = 250;
const PREFIX = "draft:";
const timers = new WeakMap();
const key = (form) => `${PREFIX}${form.dataset.draft}`;
const rich = (form) => form.querySelector("gw-rich");

function fields(form) {
  const area = rich(form)?.querySelector("textarea");
  return [...form.elements].filter((one) => one.name && one !== area && !["hidden", "file", "submit", "button"].includes(one.type));
}

// What the page itself put into a field.
function given(field) {
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
}

function gather(form) {
  const values = {};
  for (const field of fields(form)) {
    if (["radio", "checkbox"].includes(field.type)) {
      if (field.checked && !field.defaultChecked) values[field.name] = field.value;
    } else if (field.value !== given(field)) values[field.name] = field.value;
  }
  return values;
}

function keep(form) {
  if (!form.isConnected) return;
  const text = rich(form)?.blank ? null : rich(form)?.kept;
  const values = gather(form);
  try {
    if (text || Object.keys(values).some((name) => name !== "kind")) localStorage.setItem(key(form), JSON.stringify({ text, values }));
    else localStorage.removeItem(key(form));
  } catch { /* no room, or none allowed: the form still guards what is typed */ }
}

function restore(form) {
  let found;
  try {
    found = JSON.parse(localStorage.getItem(key(form)));
  } catch {
    return;
  }
  if (!found) return;
  for (const field of fields(form)) {
    if (!(field.name in (found.values ?? {}))) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === found.values[field.name];
    else field.value = found.values[field.name];
  }
  if (found.text) rich(form)?.restore(found.text);
  form.dataset.changed = "";
  form.classList.add("has-draft");
}

const drafts = (root) => [...(root.querySelectorAll?.("form[data-draft]") ?? [])].concat(root.matches?.("form[data-draft]") ? [root] : []);

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-draft]");
  if (!form) return;
  form.dataset.changed = "";
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(keep, WAIT, form));
});
document.addEventListener("change", ({ target }) => target.closest?.("form[data-draft]") && keep(target.closest("form[data-draft]")));
addEventListener("pagehide", () => drafts(document).forEach(keep));

// Saved: nothing is left to keep. A refusal brings the form back with what was typed.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig?.elt?.closest?.("form[data-draft]");
  if (!form || detail.requestConfig.verb !== "post") return;
  clearTimeout(timers.get(form));
  if (detail.xhr.status < 300) {
    localStorage.removeItem(key(form));
    delete form.dataset.changed;
    delete form.dataset.draft;
  } else keep(form);
}, true);

// What changed elsewhere on the page is no reason to take away what somebody is writing.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const refreshed = detail.requestConfig?.triggeringEvent?.type === "goodwill:changed";
  if (refreshed && detail.target.querySelector?.("form[data-draft][data-changed]")) detail.shouldSwap = false;
});

function forget(form) {
  localStorage.removeItem(key(form));
}

document.addEventListener("click", ({ target }) => {
  const form = target.closest("[data-discard]")?.closest("form[data-draft]");
  if (form) forget(form);
}, true);
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-signs-out]")) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
}, true);

document.addEventListener("htmx:load", ({ target }) => drafts(target).forEach(restore));
