// On the phone the drawer of contents closes once a place in it was chosen.
const drawer = document.querySelector(".contents");
drawer?.addEventListener("click", (event) => {
  if (event.target.closest("a")) drawer.open = false;
});

// Adds a way to copy the note's address where the browser can; without it the address is there to select.
const button = document.querySelector("[data-copy]");
if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    document.querySelector("[data-copied]").textContent = button.dataset.done;
  });
}
