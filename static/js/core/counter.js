// Says below a box with a limit how long its text is, once it nears the limit.
// "counter:update" on a form counts anew what a script has written.
function count(box, words) {
  const limit = Number(box.dataset.limit);
  let line = box.nextElementSibling;
  if (!line?.classList.contains("counter")) {
    line = document.createElement("p");
    line.className = "counter";
    box.after(line);
  }
  const length = [...box.value].length;
  line.hidden = length < limit * 0.75;
  line.classList.toggle("counter-over", length > limit);
  const shown = (number) => number.toLocaleString(document.documentElement.lang);
  line.textContent = words.replace("%(length)s", shown(length)).replace("%(limit)s", shown(limit));
}

for (const form of document.querySelectorAll("[data-counter]")) {
  const all = () => form.querySelectorAll("[data-limit]").forEach((box) => count(box, form.dataset.counter));
  form.addEventListener("input", (event) => event.target.dataset.limit && count(event.target, form.dataset.counter));
  form.addEventListener("counter:update", all);
  all();
}
