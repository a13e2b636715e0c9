// Adds, removes and moves responses and challenges without going to the server.
const form = document.querySelector("#contribution");
const entries = (list) => [...list.querySelectorAll(":scope > [data-entry]")];

/** Give the entries of a list their numbers again, in names, ids and whatever points to them. */
function renumber(list) {
  const kind = list.dataset.entries;
  const old = new RegExp(`\\b${kind}([-:])\\d+`, "g");
  entries(list).forEach((entry, index) => {
    for (const element of [entry, ...entry.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for", "value", "aria-describedby", "href"]) {
        const value = element.getAttribute(name);
        if (!value || (name === "value" && element.name !== "do")) continue;
        element.setAttribute(name, value.replace(old, `${kind}$1${index}`));
      }
    }
    entry.querySelector("[data-number]").textContent = (index + 1).toLocaleString(document.documentElement.lang);
    entry.querySelector("[data-raise]").hidden = index === 0;
  });
}

function add(kind) {
  const list = form.querySelector(`[data-entries="${kind}"]`);
  const entry = document.querySelector(`[data-new="${kind}"]`).content.cloneNode(true).firstElementChild;
  entry.querySelector("[data-key]").value = key();
  list.append(entry);
  renumber(list);
  form.dispatchEvent(new Event("counter:update"));
  return entry;
}

/** Return a name that stays with a new entry, so that a colleague's new one is another. */
function key() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function changed() {
  form.dispatchEvent(new CustomEvent("contribute:changed"));
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-remove], [data-raise], [data-checked]");
  if (!button) return;
  event.preventDefault();
  if (button.dataset.add) {
    add(button.dataset.add).querySelector("textarea").focus();
    return changed();
  }
  const entry = button.closest("[data-entry]");
  const list = entry.parentElement;
  if (button.hasAttribute("data-checked")) {
    entry.querySelector("[data-copied-from]").value = "";
    marks(entry);
    entry.querySelector("textarea").focus();
  } else if (button.hasAttribute("data-raise")) {
    entries(list)[entries(list).indexOf(entry) - 1]?.before(entry);
    renumber(list);
    (button.hidden ? entry.querySelector("textarea") : button).focus();
  } else {
    remove(entry, list);
  }
  changed();
});

/** Show the mark of an entry for as long as it counts as copied. */
function marks(entry) {
  entry.querySelector("[data-copy-mark]").hidden = !entry.querySelector("[data-copied-from]").value;
}

/** Take an entry out. What was typed in it can be put back from where it stood. */
function remove(entry, list) {
  const all = entries(list);
  const next = all[all.indexOf(entry) + 1] ?? all[all.indexOf(entry) - 1];
  const note = isEmpty(entry) ? null : noteOf(entry, list);
  note ? entry.replaceWith(note) : entry.remove();
  if (!entries(list).length) add(list.dataset.entries);
  renumber(list);
  (note?.querySelector("button") ?? (next ?? entries(list)[0]).querySelector("textarea")).focus();
}

function isEmpty(entry) {
  const fields = [...entry.querySelectorAll("textarea, input:not([type=hidden])")];
  return fields.every((field) => (field.type === "checkbox" ? !field.checked : !field.value.trim()));
}

function noteOf(entry, list) {
  const note = document.querySelector("[data-removed]").content.cloneNode(true).firstElementChild;
  note.querySelector("button").addEventListener("click", () => {
    const all = entries(list);
    // The empty one that took the place of the last.
    if (all.length === 1 && isEmpty(all[0])) all[0].remove();
    note.replaceWith(entry);
    renumber(list);
    entry.querySelector("textarea").focus();
    changed();
  });
  return note;
}

// --- What was kept on this device -------------------------------------------------------------------

form.addEventListener("contribute:restore", (event) => {
  const pairs = event.detail;
  for (const list of form.querySelectorAll("[data-entries]")) {
    const kind = list.dataset.entries;
    const numbers = pairs.map(([name]) => name.match(new RegExp(`^${kind}-(\\d+)-`))?.[1]).filter(Boolean);
    const wanted = Math.max(1, ...numbers.map((number) => Number(number) + 1));
    for (const note of list.querySelectorAll(":scope > :not([data-entry])")) note.remove();
    while (list.children.length < wanted) add(kind);
    while (list.children.length > wanted) list.lastElementChild.remove();
  }
  for (const box of form.querySelectorAll('input[type="checkbox"]')) box.checked = false;
  for (const input of form.querySelectorAll("[data-copied-from]")) input.value = "";
  for (const [name, value] of pairs) put(name, value);
  for (const entry of form.querySelectorAll("[data-entry]")) marks(entry);
  form.dispatchEvent(new Event("counter:update"));
});

function put(name, value) {
  const found = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  for (const input of found) {
    if (input.type === "checkbox") input.checked ||= input.value === value;
    else if (input.tagName !== "BUTTON") input.value = value;
  }
}
