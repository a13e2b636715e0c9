// Gives the summary of mistakes the focus and brings it into view, also where the address names a
// place further down; its links lead to the fields themselves.
const summary = document.querySelector(".error-summary");

function toSummary() {
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "start" });
}

summary.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  for (let group = field.closest("details"); group; group = group.parentElement.closest("details")) group.open = true;
  const target = field.matches("fieldset") ? field.querySelector("input, select, textarea") ?? field : field;
  target.focus({ preventScroll: true });
  (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
});

// A page that answered a form is otherwise asked for anew when one comes back to it: the browser
// would offer to send the form again, or show that it has expired.
history.replaceState(history.state, "", location.href);
toSummary();
// The browser goes to the place that the address names once everything is there.
if (location.hash) addEventListener("load", () => requestAnimationFrame(toSummary));
