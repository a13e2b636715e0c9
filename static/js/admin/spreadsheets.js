// Shows how far a long import is while the page waits for its answer.
const PATIENCE = 2000;
const PAUSE = 700;

for (const form of document.querySelectorAll("form[data-progress]")) watch(form);

function watch(form) {
  const box = form.querySelector("[data-progress-box]");
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-progress-text]");
  let timer = 0;

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    form.elements.progress.value = freshName();
    timer = setTimeout(show, PATIENCE);
  });
  // Brought back by the browser as it was left.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    clearTimeout(timer);
    box.hidden = true;
  });

  async function show() {
    box.hidden = false;
    const address = `${location.pathname}?progress=${encodeURIComponent(form.elements.progress.value)}`;
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return;
      const known = await response.json();
      if (known.total) {
        bar.max = known.total;
        bar.value = known.done;
        text.textContent = known.text;
      }
    } catch {
      // The answer is there, or the network is away: the form says so itself.
      return;
    }
    timer = setTimeout(show, PAUSE);
  }
}

function freshName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
