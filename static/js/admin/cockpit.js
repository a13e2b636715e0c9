// A session's page: counts ticked cities, puts them in order by drag or arrow keys, tells who else is here.
// Without this script the buttons over the table work, and the order is a field of each contribution.
const root = document.querySelector(".cockpit");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? cookie("csrftoken");
const EVERY = 20000;

function cookie(name) {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

const post = (address, body) =>
  fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    body,
  });

const form = root.querySelector("[data-cities]");
if (form) {
  count(form);
  if (form.dataset.order) order(form);
}
for (const one of root.querySelectorAll("[data-text]")) editing(one);
for (const one of root.querySelectorAll("[data-copy]")) copying(one);
report();

// A button that copies a text; where the browser cannot, the text is chosen for copying by hand.
function copying(button) {
  const area = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    area.select();
    await navigator.clipboard?.writeText(area.value);
    button.textContent = navigator.clipboard ? button.dataset.copied : label;
    setTimeout(() => (button.textContent = label), 3000);
  });
}

// A text that is edited where it is read: saved as one pauses. Nothing of somebody else is overwritten.
function editing(box) {
  const area = box.querySelector("textarea");
  const said = box.querySelector("[data-saved]");
  const conflict = box.querySelector("[data-conflict]");
  box.nextElementSibling.hidden = true;
  box.hidden = false;
  let saved = area.value, timer, busy = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const isOpen = () => area.value !== saved;

  async function save() {
    if (busy || !isOpen() || !conflict.hidden) return;
    busy = true;
    const text = area.value;
    said.textContent = box.dataset.saving;
    const sent = new FormData();
    for (const [name, value] of Object.entries({
      field: box.dataset.text, language: box.dataset.language, version: box.dataset.version, text,
    })) sent.append(name, value);
    try {
      const answer = await post(box.dataset.address, sent);
      const { message, version, theirs } = await answer.json();
      said.textContent = message;
      said.classList.toggle("stops", !answer.ok);
      if (answer.ok) {
        saved = text;
        box.dataset.version = version;
      } else if (answer.status === 409) {
        box.dataset.theirVersion = version;
        conflict.querySelector("[data-theirs]").textContent = theirs;
        conflict.hidden = false;
      }
    } catch {
      said.textContent = box.dataset.waiting;
      later(5000);
    }
    busy = false;
    if (isOpen() && conflict.hidden && said.textContent !== box.dataset.waiting) later(1500);
  }

  const decide = (text) => {
    box.dataset.version = box.dataset.theirVersion;
    conflict.hidden = true;
    area.value = text;
    save();
  };
  conflict.querySelector("[data-keep]").addEventListener("click", () => decide(area.value));
  conflict.querySelector("[data-take]").addEventListener("click", () => {
    const theirs = conflict.querySelector("[data-theirs]").textContent;
    saved = theirs;
    decide(theirs);
    said.textContent = "";
  });
  area.addEventListener("input", () => later(1500));
  area.addEventListener("blur", save);
  window.addEventListener("beforeunload", (event) => {
    if (isOpen()) event.preventDefault();
  });
}

function count(form) {
  const boxes = [...form.querySelectorAll("tbody [name=contribution]")];
  const all = form.querySelector("[data-all]");
  const said = form.querySelector("[data-count]");
  const before = said?.textContent;
  all.hidden = false;
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    if (!said) return;
    said.textContent = ticked ? `${said.dataset.ticked} ${ticked}` : before;
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    show();
  });
  show();
}

function order(form) {
  const body = form.querySelector("tbody");
  const live = form.querySelector("[data-live]");
  const help = form.querySelector("[data-order-help]");
  help.hidden = false;
  help.id = "order-help";
  let moving = null, timer;

  // The last order wins: an earlier one that is still on its way is not waited for.
  const save = async () => {
    const sent = new FormData();
    for (const row of body.rows) sent.append("contribution", row.dataset.key);
    try {
      const answer = await post(form.dataset.order, sent);
      live.textContent = (await answer.json()).message;
      live.classList.toggle("unseen", answer.ok);
      live.classList.toggle("stops", !answer.ok);
    } catch {
      timer = setTimeout(save, 5000);
    }
  };
  const number = (row) => {
    [...body.rows].forEach((one, index) => (one.querySelector("[data-place]").textContent = index + 1));
    const place = row.querySelector("[data-place]");
    live.textContent = `${place.dataset.moved} ${place.textContent}`;
    name(place);
    clearTimeout(timer);
    timer = setTimeout(save, 600);
  };
  const name = (place) => place.setAttribute("aria-label", `${place.dataset.name}: ${place.textContent}`);

  for (const row of body.rows) {
    const place = row.querySelector("[data-place]");
    place.tabIndex = 0;
    place.draggable = true;
    place.setAttribute("role", "button");
    place.setAttribute("aria-describedby", help.id);
    name(place);
    place.addEventListener("keydown", (event) => {
      const other = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling }[event.key];
      if (!other) return;
      event.preventDefault();
      event.key === "ArrowUp" ? other.before(row) : other.after(row);
      number(row);
      place.focus();
    });
    place.addEventListener("dragstart", () => {
      moving = row;
      row.classList.add("moving");
    });
    place.addEventListener("dragend", () => {
      row.classList.remove("moving");
      moving = null;
      number(row);
    });
    row.addEventListener("dragover", (event) => {
      if (!moving || moving === row) return;
      event.preventDefault();
      event.offsetY > row.offsetHeight / 2 ? row.after(moving) : row.before(moving);
    });
  }
}

// The part of the page in the middle of the window.
function part() {
  const middle = innerHeight / 2;
  const parts = [...root.querySelectorAll("[data-part]")];
  const here = parts.filter((one) => one.getBoundingClientRect().top < middle).at(-1);
  return here?.dataset.part ?? "";
}

async function report() {
  const place = root.querySelector("[data-readers]");
  if (!document.hidden) {
    const sent = new FormData();
    sent.append("part", part());
    try {
      const answer = await post(root.dataset.presence, sent);
      if (answer.ok) show(place, (await answer.json()).readers);
    } catch {
      // Who else is here is not worth a message.
    }
  }
  setTimeout(report, EVERY);
}

function show(place, readers) {
  const names = readers.map(({ name, part }) => [name, part].filter(Boolean).join(" "));
  const list = new Intl.ListFormat(document.documentElement.lang, { style: "narrow" });
  const text = names.length ? `${place.dataset.here} ${list.format(names)}` : "";
  if (place.textContent.trim() !== text) place.textContent = text;
}
