// Makes the long list of languages searchable, and offers the language that the text seems to be in.
const form = document.querySelector("#contribution");
const choice = form.querySelector(".language-choice");
const select = choice.querySelector("select");
const offer = form.querySelector("[data-suggestion]");
const take = form.querySelector("[data-suggestion-take]");

const label = document.createElement("label");
label.textContent = choice.dataset.search;
label.htmlFor = "search-language";
label.className = "hint";
const search = document.createElement("input");
search.type = "search";
search.id = "search-language";
search.autocomplete = "off";
search.className = "search-language";
search.dataset.search = "";
choice.prepend(label, search);

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

search.addEventListener("input", () => {
  const wanted = plain(search.value.trim());
  let first = null;
  for (const option of select.querySelectorAll("option")) {
    const found = !wanted || plain(option.textContent).includes(wanted) || option.value === wanted;
    option.hidden = option.disabled = !found && !option.selected;
    if (found && option.value) first ??= option;
  }
  if (wanted && first) choose(first.value);
});
search.addEventListener("change", () => {
  search.value = "";
  for (const option of select.querySelectorAll("option")) option.hidden = option.disabled = false;
});

function choose(code) {
  if (select.value === code) return;
  select.value = code;
  select.dispatchEvent(new Event("input", { bubbles: true }));
}

form.addEventListener("contribute:saved", (event) => {
  const found = event.detail.language;
  offer.hidden = !found || found.code === select.value;
  if (!found) return;
  offer.querySelector("[data-suggestion-name]").textContent = found.name;
  take.value = `language:${found.code}`;
});
take.addEventListener("click", (event) => {
  event.preventDefault();
  choose(take.value.split(":")[1]);
  offer.hidden = true;
  select.focus();
});
