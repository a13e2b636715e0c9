// A clerk types one figure after the other: the next field comes by itself. Tab and Enter do as ever.
(() => {
  const form = document.getElementById("clerk");
  const fields = [...form.querySelectorAll("input[type=text]")];
  const wrong = form.querySelector(".clerk-error")?.closest(".clerk-row")?.querySelector("input");
  (wrong ?? fields[0])?.focus();
  for (const [place, field] of fields.entries()) {
    if (!field.name.startsWith("item-")) continue;
    field.addEventListener("input", () => {
      // With a scale of ten a 1 may become a 10.
      const whole = field.value === "?" || field.value.length === 2 || (field.value && !(form.dataset.scale === "10" && field.value === "1"));
      if (whole && fields[place + 1]) fields[place + 1].select();
    });
  }
})();
