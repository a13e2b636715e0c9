// A map that is wider than a phone begins in its middle. Without this it begins on its left.
for (const map of document.querySelectorAll(".world")) {
  map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
}
