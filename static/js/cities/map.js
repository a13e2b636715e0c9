// A map that is wider than a phone begins in its middle. Without this it begins on its left.
for (const map of document.querySelectorAll(".world")) {
  // The keyboard moves it, too.
  if (map.scrollWidth > map.clientWidth) map.tabIndex = 0;
  map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
}
