// Lets the form open without a network: a worker keeps this page as the server knows it last.
const form = document.querySelector("#contribution");
const path = location.pathname;
const QUIET = 2000; // milliseconds after a save
let timer = 0;

async function keep() {
  const { active } = await navigator.serviceWorker.ready;
  const own = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
  active.postMessage({ path, files: own.map((element) => element.href || element.src) });
}

if ("serviceWorker" in navigator && navigator.onLine) {
  navigator.serviceWorker
    .register(form.dataset.worker, { scope: path })
    .then(keep)
    .catch(() => {}); // A browser that keeps nothing still has the form.
  form.addEventListener("contribute:saved", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, QUIET);
  });
}
