/* “/” leads to the search box in the head of the page, unless something is being typed. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const at = event.target;
  if (at.isContentEditable || at.matches("input, textarea, select")) return;
  const box = document.getElementById("admin-search");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
