// Adds the reader's own time beside a moment that is shown on the clock of another place.
(() => {
  "use strict";
  const language = document.documentElement.lang || "en";
  // The site writes the day before the month.
  const locale = `${language === "en" ? "en-GB" : language}-u-nu-latn`;
  const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const day = { weekday: "long", day: "numeric", month: "long" };

  function formatted(moment, parts, zone) {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone: zone }).format(moment);
  }

  // The day is said where it is another one than the day before it in the sentence.
  function text(moment, zone, shown, comma) {
    const date = formatted(moment, day, zone);
    const time = formatted(moment, hour, zone);
    return date === shown ? time : `${date}${comma}${time}`;
  }

  function show(place) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const starts = new Date(place.dataset.ownTime);
    const zone = place.dataset.ownZone;
    const both = { ...day, ...hour };
    if (formatted(starts, both, own) === formatted(starts, both, zone)) return;
    let said = text(starts, own, formatted(starts, day, zone), place.dataset.ownComma);
    if (place.dataset.ownUntil) {
      const ends = text(new Date(place.dataset.ownUntil), own, formatted(starts, day, own), place.dataset.ownComma);
      said += /^\d{2}:\d{2}$/.test(ends) ? `–${ends}` : ` – ${ends}`;
    }
    place.textContent = `${place.dataset.ownLabel} ${said}`;
    // Not in the page: a sentence that shows no other time ends right behind its moment.
    place.before(" ");
    place.hidden = false;
  }

  for (const place of document.querySelectorAll("[data-own-time]")) {
    try {
      show(place);
    } catch {
      // A browser that does not know the zone leaves the page as it is.
    }
  }
})();
