// Sends a document as soon as it is chosen and shows how far it has got. Without it a button sends it.
const form = document.querySelector("#contribution");
const box = form.querySelector("[data-upload]");
const words = box.dataset;
const input = box.querySelector('input[type="file"]');
const state = box.querySelector("[data-upload-state]");
const bar = box.querySelector("progress");
const wrong = box.querySelector("[data-file-error]");
const list = form.querySelector("[data-documents]");

box.querySelector("[data-upload-button]").hidden = true;

function show(error) {
  wrong.textContent = error;
  wrong.setAttribute("role", "alert");
  box.classList.toggle("field-wrong", Boolean(error));
  input.toggleAttribute("aria-invalid", Boolean(error));
  if (error) input.setAttribute("aria-invalid", "true");
}

function done() {
  bar.hidden = true;
  state.textContent = "";
  input.disabled = false;
  input.value = "";
}

function listed(found) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `${words.upload}${found.key}/`;
  const name = document.createElement("bdi");
  name.textContent = found.name;
  link.append(name);
  const size = document.createElement("span");
  size.className = "hint";
  size.textContent = found.size;
  const button = document.createElement("button");
  button.className = "tool";
  button.name = "do";
  button.value = `detach:${found.key}`;
  button.textContent = words.takeOff;
  button.setAttribute("aria-label", `${words.takeOff} ${found.name}`);
  item.append(link, " ", size, " ", button);
  list.append(item);
}

input.addEventListener("change", () => {
  const file = input.files[0];
  if (!file) return;
  show("");
  if (file.size > Number(words.largest)) {
    input.value = "";
    return show(words.tooLarge);
  }
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  data.append("documents", file);
  const request = new XMLHttpRequest();
  request.open("POST", words.upload);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    const percent = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
    bar.value = percent;
    state.textContent = words.sending.replace("%(name)s", file.name).replace("%(percent)s", percent).replace("%%", "%");
  });
  request.addEventListener("loadend", () => {
    const answer = request.response;
    done();
    if (request.status === 201) listed(answer);
    else if (answer?.error) show(`${file.name}: ${answer.error}`);
    else show([403, 404].includes(request.status) ? form.dataset.expired : words.failed);
  });
  bar.value = 0;
  bar.hidden = false;
  input.disabled = true;
  request.send(data);
});
