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

  const showChoice = ({ service, rank, count: chosen }, ballots) => {
    const row = one(`[data-rows] [data-service="${service}"]`);
    if (!row) return;
    const whole = ballots ? Math.floor((200 * chosen + ballots) / (2 * ballots)) : 0;
    const percentage = one("[data-table]").dataset.percent.replace("{n}", whole);
    put(one("[data-rank]", row), rank === null ? "" : String(rank));
    put(one("[data-count]", row), count(chosen));
    put(one("[data-percentage]", row), percentage);
    one("[data-share]", row).setAttribute("width", ballots ? chosen * 100 / ballots : 0);
    const cells = all(`[data-table] [data-service="${service}"] td`);
    [count(chosen), percentage].forEach((value, index) => put(cells[index], value));
  };

  const showChoices = ({ choices, ballots }) => {
    const order = choices.map(({ service }) => service);
    choices.forEach((choice) => showChoice(choice, ballots));
    reorder(one("[data-rows]"), order);
    reorder(one("[data-table] tbody"), order);
  };

  const element = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });

  // As large as it was often given, unless it is so long that it would fill the wall; see screen.py.
  const sizeOf = (word, most) => Math.max(1, Math.min(Math.ceil(5 * word.count / most), Math.floor(60 / [...word.word].length)));

  const showWords = (words) => {
    const most = Math.max(...words.map((word) => word.count), 1);
    one("[data-ranking]").replaceChildren(...words.slice(0, 10).map((word) => {
      const entry = document.createElement("li");
      entry.dataset.rank = word.rank;
      entry.append(element("bdi", word.word), " ", element("strong", count(word.count)));
      return entry;
    }));
    one("[data-cloud]").replaceChildren(...words.flatMap((word) => [
      element("bdi", word.word, `size-${sizeOf(word, most)}`), " ",
    ]));
    fit();
  };

  // --- On a wall nobody scrolls: what is shown is as large as the room allows ----------------------

  // The same conditions as in screen.css: walls, and small windows that are wider than high.
  const wall = matchMedia("(min-width: 60rem) and (min-height: 28rem), (min-aspect-ratio: 5/4) and (min-height: 15rem)");
  const isInside = (box, parts) => {
    const room = box.getBoundingClientRect();
    return parts.every((part) => {
      const { top, bottom, left, right } = part.getBoundingClientRect();
      return top > room.top - 1 && bottom < room.bottom + 1 && left > room.left - 1 && right < room.right + 1;
    });
  };
  // Sets the largest size from *least* to *most* at which *parts* are inside of *box* and *holds*, which
  // is asked last, is true; tells whether there is one.
  const grow = (box, parts, least, most, holds = () => true) => {
    const fits = (size) => { box.style.setProperty("--fit", size); return isInside(box, parts) && holds(); };
    if (fits(most)) return true;
    if (!fits(least)) return false;
    for (let step = 0; step < 6; step++) {
      const size = (least + most) / 2;
      if (fits(size)) least = size; else most = size;
    }
    return fits(least);
  };
  // Where not even the smallest size is small enough the last of *parts* make room, but never the first.
  const place = (box, parts, least, most) => {
    for (const part of parts) part.hidden = false;
    while (!grow(box, parts, least, most)) {
      if (parts.length === 1) return void grow(box, parts, 0.2, least);
      for (const part of parts.splice(Math.max(1, Math.floor(parts.length * 0.9)))) part.hidden = true;
    }
  };

  const fit = () => {
    const results = one("[data-results]"), cloud = one("[data-cloud]"), ranking = one("[data-ranking]");
    const boxes = cloud ? [cloud, ranking] : [results];
    if (!wall.matches || results.hidden) {
      for (const box of boxes) box.style.removeProperty("--fit");
      for (const word of cloud ? [...cloud.children, ...ranking.children] : []) word.hidden = false;
    } else if (cloud) {
      // Larger only as long as no word is cut for it, but for those that are too long for any list.
      const names = all("bdi", ranking).filter((name) => name.textContent.length < 25);
      const areWhole = () => names.every((name) => name.scrollWidth <= name.clientWidth + 1);
      place(ranking, [...ranking.children], 0.6, 1);
      grow(ranking, all("li:not([hidden])", ranking), 0.6, 1.3, areWhole) || place(ranking, [...ranking.children], 0.6, 1);
      place(cloud, [...cloud.children], 0.7, 3);
    } else {
      // Rows with long names may together exceed the wall: then all become smaller.
      grow(results, all(".hall-ratings > li, .hall-scale", results), 0.4, 1);
    }
  };
  fit();
  addEventListener("resize", fit);
  document.fonts?.ready.then(fit);

  // A frame later, so that bars which were hidden grow from where they were.
  const later = (show) => (results) => {
    fit();
    requestAnimationFrame(() => requestAnimationFrame(() => show(results)));
  };
  // For each kind of question: how its results are drawn, and how the first of them is announced.
  const shows = { ratings: later(showItems), words: ({ words }) => showWords(words || []), choice: later(showChoices) };
  const firstOf = {
    ratings: ({ items: [best] }) => best?.rank && [best.service, mean(best.mean)],
    words: () => null,
    choice: ({ choices: [best] }) => best?.rank && [best.service, count(best.count)],
  };

  // Says aloud what is new, but not every ballot: at most every 20 seconds, and a change of state at once.
  let spokenAt = 0, spokenState = `${body.dataset.state}${body.dataset.shown}`;
  const announce = (now) => {
    const state = `${now.state}${now.shown}`, time = Date.now();
    if (state === spokenState && time - spokenAt < EVERY) return;
    const place = one("[data-announce]"), parts = [];
    if (state !== spokenState) parts.push(...all(`.hall-state [data-while="${now.state}"] .said:first-child`).map((said) => said.textContent));
    parts.push(`${place.dataset.label}: ${count(now.ballots)}.`);
    const first = now.results && firstOf[body.dataset.kind](now.results);
    if (first) {
      const [service, figure] = first;
      const name = one(`[data-rows] [data-service="${service}"] .said`).textContent;
      parts.push(`${place.dataset.labelFirst}: ${name}, ${figure}.`);
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
    if (now.shown) {
      shows[body.dataset.kind](now.results);
    }
    announce(now);
  });

  document.addEventListener("live-connection", ({ detail }) => { one("[data-lost]").hidden = detail !== "lost"; });

  // The browser lets go of the lock whenever the page is hidden.
  const stayAwake = () => { if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {}); };
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();

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
