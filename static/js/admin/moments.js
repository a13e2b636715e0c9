// Below a moment that is being typed: the same moment in UTC and in the reader's own zone. Tells the
// server that zone, too. Without this script the line is as it was when the page was opened.
(() => {
  "use strict";
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const secure = location.protocol === "https:" ? "; secure" : "";
  if (own) document.cookie = `time_zone=${own}; path=/; max-age=31536000; samesite=lax${secure}`;

  const language = document.documentElement.lang || "en";
  // The site writes the day before the month.
  const locale = `${language === "en" ? "en-GB" : language}-u-nu-latn`;
  const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const day = { day: "numeric", month: "long" };
  const hint = "[data-moment-hint]";

  function formatted(moment, parts, zone) {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone: zone }).format(moment);
  }

  // What the clocks of a zone show at a moment, as if it were UTC.
  function wallClock(moment, zone) {
    const shown = new Intl.DateTimeFormat("en-US-u-nu-latn", {
      year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
      hourCycle: "h23", timeZone: zone,
    }).formatToParts(moment);
    const part = (type) => Number(shown.find((one) => one.type === type).value);
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  }

  // All moments at which the clocks show this: none where they skip it, two where they repeat it.
  function moments(wall, zone) {
    const offsets = [-24, 24].map((hours) => {
      const near = wall + hours * 3_600_000;
      return wallClock(near, zone) - near;
    });
    return [...new Set(offsets.map((offset) => wall - offset))].filter((moment) => wallClock(moment, zone) === wall);
  }

  function typed(line) {
    const [date, time] = line.parentElement.querySelectorAll("input");
    const day = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(date?.value.trim() ?? "");
    const clock = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(time?.value.trim() ?? "");
    if (!day || !clock || +clock[1] > 23 || +clock[2] > 59) return null;
    const wall = new Date(Date.UTC(+day[1], +day[2] - 1, +day[3], +clock[1], +clock[2]));
    // A day that does not exist, such as 30 February, would become one of the next month.
    return wall.getUTCMonth() === +day[2] - 1 && wall.getUTCDate() === +day[3] ? wall.getTime() : null;
  }

  function zoneOf(line) {
    const choice = document.getElementById(line.dataset.zoneFrom);
    if (!choice || choice.value === line.dataset.zone) return [line.dataset.zone, line.dataset.zoneName];
    return [choice.value, choice.selectedOptions?.[0]?.text.replace(/ \(.*\)$/, "") ?? choice.value];
  }

  // The day is said where it is another one than the one typed.
  function said(moment, wall, zone, comma) {
    const date = formatted(moment, day, zone);
    const time = formatted(moment, hour, zone);
    return date === formatted(wall, day, "UTC") ? time : `${date}${comma}${time}`;
  }

  // Of two equal hours one is chosen, where there are two. Returns which: "", "0" or "1".
  function ask(line, isTwice) {
    const choice = line.parentElement.querySelector("[data-moment-which]");
    if (!choice) return "";
    choice.hidden = !isTwice;
    return choice.querySelector("select").value;
  }

  function update(line) {
    const wall = typed(line);
    const [zone, name] = zoneOf(line);
    if (wall === null) {
      ask(line, false);
      return write(line, [name], false);
    }
    const found = moments(wall, zone).sort((one, other) => one - other);
    const which = ask(line, found.length > 1);
    if (!found.length) return write(line, [name, line.dataset.missing], true);
    if (found.length > 1 && !which) return write(line, [name, line.dataset.twice], true);
    const moment = found.length > 1 ? found[Number(which)] : found[0];
    const parts = [name];
    if (zone !== "UTC") parts.push(line.dataset.utc.replace("%(time)s", said(moment, wall, "UTC", line.dataset.comma)));
    if (own && own !== zone) parts.push(`${line.dataset.own} ${said(moment, wall, own, line.dataset.comma)}`);
    write(line, parts, false);
  }

  function write(line, parts, isWrong) {
    const text = parts.join(" · ");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("moment-hint-wrong", isWrong);
  }

  function updateAll() {
    for (const line of document.querySelectorAll(hint)) {
      try {
        update(line);
      } catch {
        // A browser that does not know the zone leaves the line as it is.
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector(hint)) return;
    updateAll();
    // The calendar fills its field without an event, and then moves the focus to it.
    for (const kind of ["input", "change", "focusin", "click"]) document.addEventListener(kind, updateAll);
    window.django?.jQuery?.(document).on("change", updateAll);
  });
})();
