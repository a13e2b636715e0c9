// Writes • for the signs that Word's bullets become when pasted: only Word's own fonts draw them.
const WORD_BULLETS = /[\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076\uf0e0]/g;

document.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (event.target.tagName !== "TEXTAREA" || text.search(WORD_BULLETS) < 0) return;
  // Inserted as if it were typed: it can be undone, and the form learns of it.
  if (document.execCommand("insertText", false, text.replace(WORD_BULLETS, "•"))) event.preventDefault();
});
