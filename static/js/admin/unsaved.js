// Asks before a page is left with something typed in it that the pressed button does not send.
const page = document.querySelector("[data-unsaved]");
const typed = new Set(page.querySelectorAll("form[data-typed]"));
let sent = null;

page.addEventListener("input", (event) => typed.add(event.target.form));
page.addEventListener("submit", (event) => (sent = event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...typed].some((form) => form !== sent)) event.preventDefault();
  sent = null;
});
