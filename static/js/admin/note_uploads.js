// Recognises a note anew as soon as something is put right, without losing the place on the page.
const form = document.querySelector("form[data-note]");
const PAUSE = 500;

if (form) watch(form);

function watch(form) {
  const status = form.querySelector("[data-status]");
  let timer = 0;
  let running = null;

  form.addEventListener("change", (event) => {
    if (event.target.name === "lose") return;
    clearTimeout(timer);
    timer = setTimeout(renew, PAUSE);
  });

  async function renew() {
    running?.abort();
    running = new AbortController();
    status.textContent = form.dataset.working;
    form.setAttribute("aria-busy", "true");
    const data = new FormData(form);
    data.set("do", "recognise");
    try {
      const response = await fetch(location.href, { method: "POST", body: data, signal: running.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const result = page.querySelector("[data-result]");
      if (!response.ok || !result) throw new Error(response.statusText);
      replace(result);
      status.textContent = form.dataset.done;
    } catch (error) {
      if (error.name === "AbortError") return;
      status.textContent = form.dataset.failed;
      status.classList.remove("unseen");
    }
    form.removeAttribute("aria-busy");
  }

  function replace(result) {
    const focused = document.activeElement?.id;
    const top = focused && document.getElementById(focused)?.getBoundingClientRect().top;
    form.querySelector("[data-result]").replaceWith(document.adoptNode(result));
    const again = focused && document.getElementById(focused);
    if (!again) return;
    again.focus({ preventScroll: true });
    scrollBy(0, again.getBoundingClientRect().top - top);
  }
}
