// The translation desk: saving while typing, and taking an earlier wording over.
const PAUSE = 1200;
const AGAIN = 10000;

const form = document.querySelector("form[data-autosave]");
if (form) saveWhileTyping(form);

for (const button of document.querySelectorAll("[data-take]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const area = form.elements.text;
    area.value = button.closest("li").querySelector(".desk-match").textContent;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
}

for (const bulk of document.querySelectorAll("form[data-bulk]")) {
  const all = bulk.elements.everything;
  all?.addEventListener("change", () => {
    for (const box of bulk.querySelectorAll("input[name=text]")) box.disabled = all.checked;
  });
}

function saveWhileTyping(form) {
  const area = form.elements.text;
  const status = form.querySelector("[data-status]");
  let timer = 0;
  let saved = area.value;
  let isStopped = false;
  let running = null;

  area.addEventListener("input", () => {
    if (isStopped) return;
    status.textContent = area.value === saved ? "" : form.dataset.unsaved;
    plan(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    // What is on its way changes the version that the form carries.
    if (running) {
      event.preventDefault();
      const button = event.submitter;
      running.finally(() => form.requestSubmit(button));
    } else {
      saved = area.value;
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (area.value !== saved) event.preventDefault();
  });

  function plan(pause) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (area.value === saved || running || isStopped) return;
      running = save().finally(() => (running = null));
    }, pause);
  }

  async function save() {
    const typed = area.value;
    const data = new FormData(form);
    data.set("do", "autosave");
    let response;
    try {
      response = await fetch(form.action || location.href, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
      });
    } catch {
      status.textContent = form.dataset.offline;
      plan(AGAIN);
      return;
    }
    const answer = await response.json().catch(() => ({}));
    if (!answer.version) {
      // Someone else wrote it, too, or the source changed: saving by the button shows both. Who was
      // signed out is answered with another page.
      isStopped = response.status < 500;
      const why = isStopped ? form.dataset.signedOut : form.dataset.offline;
      status.textContent = (answer.errors ?? [answer.error ?? why]).join(" ");
      if (!isStopped) plan(AGAIN);
      return;
    }
    saved = typed;
    form.elements._version.value = answer.version;
    status.textContent = form.dataset.autosave;
    const state = document.querySelector("[data-state]");
    state.textContent = answer.label;
    state.className = `desk-state desk-state-${answer.state}`;
    if (area.value !== saved) plan(PAUSE);
  }
}
