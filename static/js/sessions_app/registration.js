// Tells the form the reader's time zone, so that e-mails say the hour on the reader's clock, too.
for (const form of document.querySelectorAll("[data-registration]")) {
  const field = form.elements.namedItem("time_zone");
  if (field) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value;
}
