// Adds a way to copy the note's address where the browser can; without it the address is there to select.
const button = document.querySelector("[data-copy]");
if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    document.querySelector("[data-copied]").textContent = button.dataset.done;
  });
}
