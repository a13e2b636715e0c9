// What was kept on this device has been sent: nothing of it is put back later.
try {
  localStorage.removeItem(`llex-contribution-${document.querySelector("[data-sent]").dataset.sent}`);
} catch {
  // Nothing was kept where nothing can be.
}
