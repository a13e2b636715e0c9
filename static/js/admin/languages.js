// One switch for the language of all texts on a page of the admin. Without this script, and for a
// field that has an error, every language is shown.
(() => {
  "use strict";
  const remembered = "llex-texts";

  function tag(root) {
    for (const widget of root.querySelectorAll("[lang].mt")) {
      const row = widget.closest(".field-row") ?? widget.closest(".field-line") ?? widget.closest("td");
      if (!row) continue;
      row.dataset.text = widget.lang;
      const wrong = row.querySelector(".errors, .errorlist") || row.matches(".errors");
      row.classList.toggle("text-has-error", Boolean(wrong));
    }
  }

  function show(bar, code) {
    document.documentElement.dataset.texts = code;
    // The empty row of an inline is among them, so that a row that is added shows the same language.
    for (const row of document.querySelectorAll("[data-text]")) {
      row.classList.toggle("text-in-other-language", code !== "all" && row.dataset.text !== code);
    }
    for (const button of bar.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.texts === code));
    }
  }

  // The address of a page may name a field, which may be hidden in another language.
  function open(bar) {
    const field = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!field) return;
    const row = field.closest("[data-text]");
    if (row?.matches(".text-in-other-language")) show(bar, row.dataset.text);
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector(".text-languages");
    if (!bar) return;
    tag(document);
    bar.hidden = false;
    const codes = [...bar.querySelectorAll("button")].map((button) => button.dataset.texts);
    const before = localStorage.getItem(remembered);
    show(bar, codes.includes(before) ? before : document.documentElement.lang);
    open(bar);
    window.addEventListener("hashchange", () => open(bar));
    bar.addEventListener("click", (event) => {
      const code = event.target.closest("button")?.dataset.texts;
      if (!code) return;
      localStorage.setItem(remembered, code);
      show(bar, code);
    });
  });
})();
