// Saves the officer's form as it is typed: to the server, and on this device while that fails.
// Without it there is a Save button. Other scripts tell it of a change by an "input" event.
const form = document.querySelector("#contribution");
const words = form.dataset;
const state = document.querySelector("[data-save-state]");
const field = (name) => form.elements.namedItem(name);
const place = `llex-contribution-${words.key}`;
const QUIET = 1200; // milliseconds after the last key
const LONGEST_WAIT = 60_000;
const KEEPALIVE_LIMIT = 60_000; // browsers refuse more than 64 KiB
const OWN = new Set(["csrfmiddlewaretoken", "version", "their_version", "known", "page", "ticket", "documents"]);
const CHOICE = "_keep:"; // begins the names of choices between two versions

let saved = typed();
let timer = 0;
let tries = 0;
let parting = ""; // what was sent as the page went, so that it is sent once
let sending = false;
let signedOut = false; // Save then leads to the page that sends a new link
let halted = false; // a conflict or the end of the session: only the officer can go on
let verb = "save"; // what the next save says of a conflict

/** Return what is typed as pairs of name and value: no files, nothing of the page's own. */
function typed() {
  const isTyped = (name) => !OWN.has(name) && !name.startsWith(CHOICE);
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && isTyped(name));
  return JSON.stringify(pairs);
}

function say(key, tone = "", values = {}) {
  let text = words[key] ?? "";
  for (const [name, value] of Object.entries(values)) text = text.replace(`%(${name})s`, value);
  if (state.textContent.trim() !== text) state.textContent = text;
  state.dataset.tone = tone;
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

// --- On this device ---------------------------------------------------------------------------------

/** Keep what is typed in the browser. Return whether it could be kept. */
function keep() {
  try {
    const stand = { version: field("version").value, known: field("known").value, page: field("page").value };
    localStorage.setItem(place, JSON.stringify({ ...stand, typed: typed(), at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

function forget() {
  try {
    localStorage.removeItem(place);
  } catch {
    // Nothing was kept where nothing can be.
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "null");
  } catch {
    return null;
  }
}

/** Put back what had not reached the server when this device last saw it. */
function restore() {
  const found = kept();
  if (!found || found.typed === saved) return forget();
  form.dispatchEvent(new CustomEvent("contribute:restore", { detail: JSON.parse(found.typed) }));
  // Typed over an older version: saving it then tells of the conflict instead of overwriting. Not where
  // the latest came from that same page, which never got the answer to its last save.
  if (!found.page || found.page !== words.savedIn) {
    field("version").value = found.version;
    field("known").value = found.known ?? "";
  }
  document.querySelector("[data-restored]").hidden = false;
  schedule(0);
}

// --- To the server ----------------------------------------------------------------------------------

function schedule(wait = QUIET) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

function cookie() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
}

function body() {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
  // Somebody who came back in another tab has a new token.
  data.set("csrfmiddlewaretoken", cookie() ?? field("csrfmiddlewaretoken").value);
  data.set("do", verb);
  return data;
}

async function save() {
  const now = typed();
  if (sending || halted) return;
  if (now === saved) return;
  if (!navigator.onLine) return fail("offline");
  sending = true;
  // What is kept is never older than what may arrive.
  keep();
  say("saving");
  try {
    const data = body();
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: data,
      signal: AbortSignal.timeout?.(30_000),
    });
    const answer = await response.json();
    response.ok ? taken(now, answer) : refused(now, answer);
  } catch {
    fail(navigator.onLine ? "failing" : "offline");
  } finally {
    sending = false;
  }
  if (!halted && typed() !== now && tries === 0) schedule();
}

function taken(now, answer) {
  saved = now;
  tries = 0;
  verb = "save";
  signedOut = false;
  if (mergedIn(now, answer.merged)) {
    field("version").value = answer.version;
    field("known").value = answer.known;
  }
  forget();
  say("saved", "good", { time: clock(answer.saved_at) });
  form.dispatchEvent(new CustomEvent("contribute:saved", { detail: answer }));
}

/** Show what a colleague changed. Return whether the page now shows what is stored. */
function mergedIn(now, pairs) {
  if (!pairs) return true;
  // Typed on meanwhile: the next save is merged again, since it still names the old version.
  if (typed() !== now) return false;
  form.dispatchEvent(new CustomEvent("contribute:restore", { detail: pairs }));
  saved = typed();
  return true;
}

function refused(now, answer) {
  if (answer.reason === "stale" && answer.token) {
    if (field("csrfmiddlewaretoken").value === answer.token) return fail("failing");
    field("csrfmiddlewaretoken").value = answer.token;
    return schedule(0);
  }
  keep();
  if (answer.reason === "conflict") return tell(now, answer);
  halted = answer.reason === "closed";
  signedOut = answer.reason === "expired";
  say(answer.reason in { closed: 1, expired: 1 } ? answer.reason : "failing", "bad");
  // Somebody may open the link again in another tab: what is typed then goes through.
  if (!halted) retry();
}

function fail(key) {
  say(keep() ? key : "unkept", "bad");
  retry();
}

function retry() {
  tries += 1;
  const wait = Math.min(LONGEST_WAIT, 2000 * 2 ** Math.min(tries - 1, 5));
  schedule(wait * (0.75 + Math.random() / 2));
}

// --- Two at once ------------------------------------------------------------------------------------

function tell(now, answer) {
  halted = true;
  verb = "save";
  if (mergedIn(now, answer.merged)) {
    field("known").value = answer.known;
    saved = "";
  }
  say("conflict", "bad");
  document.querySelector("#conflict")?.remove();
  const box = document.querySelector("[data-conflict-template]").content.cloneNode(true).firstElementChild;
  const head = box.querySelector("[data-conflict-who]");
  head.textContent = answer.own ? head.dataset.own : answer.who ? head.dataset.other.replace("%(who)s", answer.who) : head.dataset.unknown;
  const time = box.querySelector("[data-conflict-at]");
  if (answer.at) {
    time.dateTime = answer.at;
    time.textContent = clock(answer.at);
  }
  box.querySelector("[data-conflict-list]").append(...answer.conflicts.map(choice));
  form.prepend(box);
  if (answer.own) state.textContent = head.textContent;
  field("their_version").value = answer.version;
  for (const old of form.querySelectorAll(".theirs")) old.remove();
  for (const [name, values] of Object.entries(answer.fields)) show(name, values, box);
  box.focus();
}

/** Return the choice between two texts of one field. */
function choice(conflict) {
  const item = document.querySelector("template[data-conflict-item]").content.cloneNode(true).firstElementChild;
  const label = item.querySelector("[data-conflict-label]");
  label.textContent = conflict.label;
  label.href = `#${conflict.name}`;
  for (const radio of item.querySelectorAll("input")) radio.name = conflict.control;
  for (const side of ["mine", "theirs"]) {
    const texts = conflict[side].length ? conflict[side] : [words.nothing];
    item.querySelector(`[data-conflict-${side}]`).replaceChildren(...texts.map((text) => {
      const line = document.createElement("p");
      line.className = "conflict-line";
      line.textContent = text;
      return line;
    }));
  }
  return item;
}

function show(name, values, box) {
  const input = document.getElementById(name) ?? form.querySelector(`[name="${CSS.escape(name)}"]`);
  const note = document.createElement("div");
  note.className = "theirs";
  const head = document.createElement("p");
  head.className = "theirs-head";
  head.textContent = words.theirs;
  note.append(head);
  for (const value of values.length ? values : [words.nothing]) {
    const text = document.createElement("p");
    text.className = "theirs-text";
    text.dir = "auto";
    const choice = input?.closest("form") && form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    text.textContent = choice?.labels?.[0]?.textContent ?? value;
    note.append(text);
  }
  const group = input?.closest(".field");
  group ? group.after(note) : box.append(note);
  group?.closest("details")?.setAttribute("open", "");
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep-chosen], [data-keep-mine], [data-take-theirs]");
  if (!button) return;
  event.preventDefault();
  decide(button.value);
});

/** Save again with what was chosen between the two versions. */
async function decide(chosen) {
  clearTimeout(timer);
  verb = chosen;
  halted = false;
  saved = "";
  await save();
  if (!halted && tries === 0) for (const note of form.querySelectorAll(".theirs, #conflict")) note.remove();
}

/** Go to a page without keeping what is typed: the officer has chosen so. */
function leave(address) {
  forget();
  halted = true;
  saved = typed();
  location.replace(address);
}

// --- Coming and going -------------------------------------------------------------------------------

form.addEventListener("input", (event) => {
  if (event.target.type === "file" || event.target.dataset.search !== undefined) return;
  if (!halted) schedule();
  // A phone may end the page at any time: while the server is out of reach, keep each key.
  else keep();
  if (tries > 0) keep();
});
form.addEventListener("contribute:changed", () => schedule());
window.addEventListener("online", () => {
  tries = 0;
  schedule(0);
});
window.addEventListener("offline", () => typed() !== saved && fail("offline"));
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && last());
window.addEventListener("pagehide", last);

/** Send what is not saved as the page goes, and keep it in case that does not arrive. */
function last() {
  if (typed() === saved) return;
  keep();
  const now = typed();
  if (halted || sending || now === parting || !navigator.onLine) return;
  parting = now;
  sending = true; // what is typed after coming back must not be overtaken by this
  const data = body();
  const small = data.toString().length < KEEPALIVE_LIMIT;
  const signal = AbortSignal.timeout?.(30_000);
  fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: data, keepalive: small, signal })
    .then(async (response) => response.ok && taken(now, await response.json()))
    .catch(() => {})
    .finally(() => {
      sending = false;
      if (!halted && typed() !== saved) schedule();
    });
}

// A button that goes to the server carries everything with it. Offline it would lead to an error page.
form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (!navigator.onLine) {
    event.preventDefault();
    return fail("offline");
  }
  const button = event.submitter;
  // The Save button, or Enter in a field.
  if (button?.value === "save" && !halted && !signedOut) {
    event.preventDefault();
    clearTimeout(timer);
    tries = 0;
    if (typed() === saved) return say("saved", "good", { time: clock(Date.now()) });
    return save();
  }
  keep();
  clearTimeout(timer);
  halted = true;
  if (button?.hasAttribute("data-send")) setTimeout(() => { button.disabled = true; });
});
window.addEventListener("pageshow", (event) => {
  // Back from the next page: the copy in memory may be older than what the server has.
  if (event.persisted) location.reload();
});
document.querySelector("[data-forget]").addEventListener("click", () => leave(form.action));

// An answer to a form is asked for anew when one comes back to it, and not shown as expired.
history.replaceState(history.state, "", location.href);
restore();
document.documentElement.dataset.contribute = "ready";
