// On the page of an edition each passage offers its permanent address.
const { link } = document.querySelector("[data-link]").dataset;
for (const part of document.querySelectorAll(".note :is(tr, .entry, .points li, .quotation)[id]")) {
  const anchor = document.createElement("a");
  Object.assign(anchor, { className: "link-here", href: `#${part.id}`, ariaLabel: link });
  (part.querySelector("th") ?? part).prepend(anchor);
}
