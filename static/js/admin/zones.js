// The zone of a session is found by any city, not only by those that zones are named for. Without
// this script it is chosen in a plain list.
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const $ = window.django?.jQuery;
    if (!$?.fn.select2) return;
    for (const field of document.querySelectorAll("[data-zone-lookup]")) {
      $(field).select2({ ajax: { url: field.dataset.zoneLookup, delay: 200, dataType: "json" } });
    }
  });
})();
