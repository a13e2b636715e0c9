// A clerk types one figure after the other: the next field comes by itself. Tab and Enter do as ever.
// What was typed stays on the page where nothing was typed at all, or where the clerk was signed out.
(() => {
  const form = document.getElementById("clerk");
  const fields = [...form.querySelectorAll("input[type=text], input[type=radio], input[type=checkbox]")];
  const wrong = form.querySelector(".clerk-error")?.closest(".clerk-row")?.querySelector("input");
  (wrong ?? fields[0])?.focus();
  for (const [place, field] of fields.entries()) {
    if (!field.name.startsWith("item-")) continue;
    field.addEventListener("input", () => {
      // With a scale of ten a 1 may become a 10.
      const whole = field.value === "?" || field.value.length === 2 || (field.value && !(form.dataset.scale === "10" && /^[1١۱]$/.test(field.value)));
      if (whole && fields[place + 1]) fields[place + 1].select();
    });
  }

  const show = (id, is) => { document.getElementById(id).hidden = !is; };
  let isChecked = false;
  form.addEventListener("submit", async (event) => {
    if (isChecked) return;
    event.preventDefault();
    const isEmpty = fields.every((field) => field.type === "text" ? !field.value.trim() : !field.checked);
    show("empty", isEmpty);
    if (isEmpty) return fields[0]?.focus();
    const answer = await fetch(form.dataset.check, { cache: "no-cache", headers: { Accept: "application/json" } }).catch(() => null);
    show("signed-out", answer?.status === 401);
    if (answer?.status === 401) return;
    // A new log-in has a new token, which every page of the site may read.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) form.elements.csrfmiddlewaretoken.value = token;
    isChecked = true;
    form.requestSubmit();
  });
})();
