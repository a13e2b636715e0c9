// The hall's screen: writes what is known now into the page, which says it in its own languages.
// Nothing is made up here: services, states and remarks are all in the page already.
(() => {
  const body = document.body;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const EVERY = 20000;

  const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, body.dataset.thousand);
  const mean = (value) => value === null ? "–" : value.toFixed(2).replace(".", body.dataset.decimal);
  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  // Lets each row glide from where it stood to where it stands now.
  const reorder = (list, order) => {
    const rows = all(":scope > [data-service]", list);
    const sorted = [...rows].sort((a, b) => order.indexOf(a.dataset.service) - order.indexOf(b.dataset.service));
    if (sorted.every((row, index) => row === rows[index])) return;
    const before = new Map(rows.map((row) => [row, row.offsetTop]));
    list.append(...sorted);
    if (calm.matches) return;
    for (const row of rows) {
      const way = before.get(row) - row.offsetTop;
      if (way) row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], { duration: 700, easing: "ease-in-out" });
    }
  };

  const showItem = (item, scale) => {
    const row = one(`[data-rows] [data-service="${item.service}"]`);
    if (!row) return;
    put(one("[data-rank]", row), item.rank === null ? "" : String(item.rank));
    put(one("[data-mean]", row), mean(item.mean));
    one("[data-share]", row).setAttribute("width", item.mean === null ? 0 : (item.mean - 1) * 100 / (scale - 1));
    const most = Math.max(...item.distribution, 1);
    all("[data-score]", row).forEach((bar, index) => {
      const height = item.distribution[index] * 100 / most;
      bar.setAttribute("height", height);
      bar.setAttribute("y", 100 - height);
    });
    const cells = all(`[data-table] [data-service="${item.service}"] td`);
    [mean(item.mean), item.answers, ...item.distribution, item.dont_know]
      .forEach((value, index) => put(cells[index], String(value)));
  };

  const showItems = ({ items, scale }) => {
    const order = items.map((item) => item.service);
    items.forEach((item) => showItem(item, scale));
    reorder(one("[data-rows]"), order);
    reorder(one("[data-table] tbody"), order);
  };

  const element = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });

  const showWords = (words) => {
    const most = Math.max(...words.map((word) => word.count), 1);
    one("[data-ranking]").replaceChildren(...words.slice(0, 10).map((word) => {
      const entry = document.createElement("li");
      entry.dataset.rank = word.rank;
      entry.append(element("bdi", word.word), " ", element("strong", count(word.count)));
      return entry;
    }));
    one("[data-cloud]").replaceChildren(...words.flatMap((word) => [
      element("bdi", word.word, `size-${Math.ceil(5 * word.count / most)}`), " ",
    ]));
    trim();
  };

  // No word stands half below the edge: the least frequent ones make room.
  const trim = () => {
    const cloud = document.querySelector("[data-cloud]");
    while (cloud?.lastElementChild && cloud.scrollHeight > cloud.clientHeight + 1) cloud.lastElementChild.remove();
  };
  trim();

  // Rows with long names may together exceed the wall: then all become smaller.
  const fit = () => {
    const results = one("[data-results]");
    for (let size = 20; size >= 10; size--) {
      results.style.setProperty("--fit", size / 20);
      if (results.scrollHeight <= results.clientHeight + 1) return;
    }
  };
  fit();
  addEventListener("resize", fit);

  // Says aloud what is new, but not every ballot: at most every 20 seconds, and a change of state at once.
  let spokenAt = 0, spokenState = `${body.dataset.state}${body.dataset.shown}`;
  const announce = (now) => {
    const state = `${now.state}${now.shown}`, time = Date.now();
    if (state === spokenState && time - spokenAt < EVERY) return;
    const place = one("[data-announce]"), parts = [];
    if (state !== spokenState) parts.push(...all(`.hall-state [data-while="${now.state}"] .said:first-child`).map((said) => said.textContent));
    parts.push(`${place.dataset.label}: ${count(now.ballots)}.`);
    const best = now.results?.items?.[0];
    if (best?.rank) {
      const name = one(`[data-rows] [data-service="${best.service}"] .said`).textContent;
      parts.push(`${place.dataset.labelFirst}: ${name}, ${mean(best.mean)}.`);
    }
    spokenAt = time;
    spokenState = state;
    put(place, parts.join(" "));
  };

  document.addEventListener("live", ({ detail: now }) => {
    body.dataset.state = now.state;
    body.dataset.shown = now.shown;
    put(one("[data-ballots]"), count(now.ballots));
    for (const part of all("[data-while]")) part.hidden = !part.dataset.while.split(" ").includes(now.state);
    one("[data-results]").hidden = !now.shown;
    if (now.shown) fit();
    if (now.shown) {
      if (body.dataset.kind === "words") showWords(now.results.words || []);
      // A frame later, so that bars which were hidden grow from where they were.
      else requestAnimationFrame(() => requestAnimationFrame(() => showItems(now.results)));
    }
    announce(now);
  });

  document.addEventListener("live-connection", ({ detail }) => { one("[data-lost]").hidden = detail !== "lost"; });

  const full = one("[data-full]");
  const toggle = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  if (document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", toggle);
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) toggle();
    });
  }
})();
