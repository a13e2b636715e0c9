// The voting page works without this. With it, what was chosen is kept on the phone until the server
// has it, sent again when the network was away, and state, count and results change by themselves.
(() => {
  const $ = (id) => document.getElementById(id);
  const { documentElement: root, body } = document;
  // An old phone uses the page as it is; where it waits for voting to begin, it asks again.
  if (!window.SubmitEvent || !("submitter" in SubmitEvent.prototype) || !root.replaceChildren) {
    const pause = body.dataset.state === "closed" ? 60000 : 15000;
    if (!$("vote")) setTimeout(() => location.reload(), pause * (1 + Math.random()));
    return;
  }
  const form = $("vote"), news = $("news"), receipt = $("receipt"), results = $("results"), count = $("count");
  const latin = `${root.lang}-u-nu-latn`;
  // As the server writes them.
  const number = (value, digits) => value.toFixed(digits).replace(".", body.dataset.decimal)
    .replace(/^\d{4,}/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, body.dataset.thousand));
  const element = (name, text, className) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const localTime = (iso) => {
    const time = element("time", new Date(iso).toLocaleTimeString(latin, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
    time.dateTime = iso;
    $("when").replaceChildren(time);
  };
  const shown = $("when").querySelector("time");
  if (shown) localTime(shown.dateTime);

  const announce = (...texts) => {
    news.hidden = false;
    news.textContent = texts.map((text) => news.dataset[text] ?? text).join(" ");
  };

  // Those who have voted see the results first; the others are not led by them.
  const place = () => { if (!receipt.hidden && !results.hidden) receipt.before(results); };

  // --- The ballot -----------------------------------------------------------------------------

  // Storage may be forbidden; then the page itself is all that keeps the answers.
  const key = `vote:${location.pathname}`;
  let kept = null;
  const store = (value) => {
    kept = value;
    try { value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key); } catch {}
  };
  const stored = () => { try { return JSON.parse(localStorage.getItem(key)) ?? kept; } catch { return kept; } };

  let resend = () => {}, end = () => {};
  if (form) {
    const status = $("status"), button = form.querySelector(".send");
    const PATIENCE = 15000, LONGEST = 30000;
    let busy = false, queued = false, held = false, failures = 0, timer;
    const say = (text) => { if (status.textContent !== text) status.textContent = text; };
    const chosen = () => [...new FormData(form)].filter(([name]) => name !== "voter" && name !== "language");
    const keep = (sent) => store({ chosen: chosen(), sent });

    const fill = (pairs) => {
      const words = pairs.filter(([name]) => name === "word");
      form.querySelectorAll("[name=word]").forEach((input, place) => { input.value = words[place]?.[1] ?? ""; });
      form.querySelectorAll("[name=choice]").forEach((input) => { input.checked = pairs.some(([name, value]) => name === "choice" && value === input.value); });
      for (const [name, value] of pairs) if (!["word", "choice"].includes(name) && form.elements[name]) form.elements[name].value = value;
      countChosen();
    };

    // Where several may be chosen, one too many is not taken.
    const choices = form.querySelector("[data-most]"), most = Number(choices?.dataset.most);
    const countChosen = () => {
      if (!choices) return 0;
      const chosen = choices.querySelectorAll("input:checked").length, line = $("chosen");
      choices.classList.toggle("full", chosen >= most);
      line.textContent = line.dataset.text.replace("{n}", chosen).replace("{most}", most);
      return chosen;
    };
    const isOneTooMany = (input) => {
      if (countChosen() <= most || !choices) return false;
      input.checked = false;
      countChosen();
      return true;
    };

    const acknowledge = (iso) => {
      store(null);
      if (body.dataset.state === "closed") announce("closed");
      localTime(iso);
      const rows = [];
      for (const set of form.querySelectorAll("fieldset[data-service]")) {
        const input = set.querySelector("input:checked");
        if (!input?.value) continue;
        const row = document.createElement("div"), name = document.createElement("dt");
        name.append(...[...set.querySelector("legend").childNodes].map((node) => node.cloneNode(true)));
        row.append(name, element("dd", /\d/.test(input.value) ? input.value : input.parentElement.textContent.trim()));
        rows.push(row);
      }
      for (const { value } of form.querySelectorAll("[name=word]")) {
        const row = document.createElement("div"), text = document.createElement("dd");
        text.append(element("bdi", value.trim()));
        row.append(element("dt", "", "unseen"), text);
        if (value.trim()) rows.push(row);
      }
      for (const input of form.querySelectorAll("[name=choice]:checked")) {
        const row = document.createElement("div"), text = document.createElement("dd");
        text.append(...[...input.nextElementSibling.childNodes].map((node) => node.cloneNode(true)));
        row.append(element("dt", "", "unseen"), text);
        rows.push(row);
      }
      $("sent").replaceChildren(...rows);
      document.querySelector(".problem")?.remove();
      receipt.hidden = false;
      place();
      button.textContent = button.dataset.again;
      say("");
      receipt.focus();
      receipt.scrollIntoView({ block: "start" });
    };

    // One request at a time: an older ballot must never arrive after a newer one.
    async function send() {
      clearTimeout(timer);
      if (busy) return void (queued = true);
      // It is known that nothing is taken now; it is sent when voting goes on.
      if (body.dataset.state === "paused") {
        held = true;
        keep(true);
        return say(news.dataset.paused);
      }
      busy = true;
      queued = held = false;
      keep(true);
      button.setAttribute("aria-disabled", "true");
      say(form.dataset.sending);
      const patience = new AbortController(), bell = setTimeout(() => patience.abort(), PATIENCE);
      let wait = 0;
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: new URLSearchParams(new FormData(form)),
          headers: { Accept: "application/json" }, signal: patience.signal,
        });
        if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
        const told = await answer.json();
        failures = 0;
        if (told.voter) form.elements.voter.value = told.voter;
        // The page itself shows what was counted.
        if (told.over === "counted") { store(null); location.reload(); }
        else if (told.over) { form.hidden = true; announce(told.over); }
        else if (told.error) { held = answer.status === 409; keep(held); say(held ? `${told.error} ${form.dataset.kept}` : told.error); }
        else if (!queued) acknowledge(told.received);
      } catch (problem) {
        wait = Math.min(LONGEST, 1000 * 2 ** failures++) * (0.5 + Math.random());
        say(navigator.onLine && problem.message > 0 ? form.dataset.trouble : form.dataset.waiting);
      }
      clearTimeout(bell);
      busy = false;
      button.removeAttribute("aria-disabled");
      if (queued) send();
      else if (wait) timer = setTimeout(send, wait);
    }

    form.addEventListener("input", ({ target }) => {
      if (isOneTooMany(target)) return say(choices.dataset.tooMany);
      clearTimeout(timer);
      failures = 0;
      keep(false);
      say(form.dataset.kept);
    });
    form.addEventListener("submit", (event) => {
      // Another language is a new page, which fills in what is kept.
      if (event.submitter?.name === "lang") return;
      event.preventDefault();
      // A ballot that answers nothing is none; “I don’t know” is an answer, and a region is none.
      if (chosen().some(([name, value]) => name !== "region" && value.trim())) send();
      else say(form.dataset.empty);
    });
    addEventListener("online", () => { if (timer && stored()?.sent && !held) send(); });
    resend = () => { if (held) setTimeout(send, 2000 * Math.random()); };
    // What is on its way may still have been counted: the server knows.
    end = (shown) => {
      const left = stored();
      announce(left ? "missed" : "closed", ...shown);
      if (left?.sent && !busy) setTimeout(send, 2000 * Math.random());
    };

    countChosen();
    const left = stored();
    if (left) {
      fill(left.chosen);
      if (left.sent) send();
      else say(form.dataset.kept);
    }
  } else if (body.dataset.state === "closed" && stored()) {
    document.querySelector(".says")?.remove();
    announce("missed");
  }

  // --- What happens meanwhile -----------------------------------------------------------------

  const MOST_WORDS = 20;
  // The rows of each kind of question: [name, figure, share of the bar, ticks of the bar, unseen text].
  const nameOf = (service) => {
    const name = document.createElement("span");
    const known = results.querySelector(`template[data-name="${CSS.escape(service)}"]`);
    name.append(known ? known.content.cloneNode(true) : service);
    return name;
  };
  const percent = (count, all) => results.querySelector("ol").dataset.percent.replace("{n}", all ? Math.floor((200 * count + all) / (2 * all)) : 0);
  const rowsOf = {
    ratings: ({ items, scale }) => items.map(({ service, mean, answers }) => {
      const { ticks, answers: text } = results.querySelector("ol").dataset;
      return [nameOf(service), mean === null ? "–" : number(mean, 2), mean === null ? 0 : (100 * (mean - 1)) / (scale - 1), ticks, text.replace("{n}", number(answers, 0))];
    }),
    words: ({ words = [] }) => {
      const most = Math.max(1, ...words.map((word) => word.count));
      return words.slice(0, MOST_WORDS).map((word) => [element("bdi", word.word), number(word.count, 0), (100 * word.count) / most]);
    },
    choice: ({ choices, ballots }) => choices.map(({ service, count }) => {
      const figure = element("span", `${number(count, 0)} `);
      figure.append(element("span", percent(count, ballots), "bar-share"));
      return [nameOf(service), figure, ballots ? (100 * count) / ballots : 0];
    }),
  };
  let drawn = "";
  const draw = (told) => {
    results.hidden = !told;
    if (!told || JSON.stringify(told) === drawn) return;
    drawn = JSON.stringify(told);
    const rows = rowsOf[body.dataset.kind](told);
    results.querySelector("ol").replaceChildren(...rows.map(([name, figure, share, ticks, unseen]) => {
      const row = document.createElement("li"), holder = element("span", "", "bar-name"), strong = element("strong", "", "bar-figure");
      holder.append(name);
      strong.append(figure);
      row.append(holder, strong);
      row.insertAdjacentHTML("beforeend", '<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="4"/><rect class="fill" height="4"/><path class="ticks"/></svg>');
      row.querySelector(".fill").setAttribute("width", share);
      if (ticks) row.querySelector(".ticks").setAttribute("d", ticks);
      if (unseen) row.append(element("span", unseen, "unseen"));
      return row;
    }));
  };

  // What is said of results that have just been shown: that they are, and what comes first.
  const revealed = () => {
    const best = results.querySelector("ol > li");
    const first = best && news.dataset.first.replace("{name}", best.querySelector(".bar-name").textContent)
      .replace("{figure}", best.querySelector(".bar-figure").textContent);
    return ["revealed", ...(first ? [first] : [])];
  };

  document.addEventListener("live", ({ detail }) => {
    // What was cast in a rehearsal is gone, and so is its receipt.
    if ("rehearsal" in body.dataset && detail.state !== "draft") {
      store(null);
      return location.reload();
    }
    const wereShown = !results.hidden;
    count.textContent = count.dataset.text.replace("{n}", number(detail.ballots, 0));
    draw(detail.shown ? detail.results : null);
    $("files").hidden = detail.state !== "closed";
    const shown = !wereShown && detail.shown ? revealed() : [];
    place();
    if (detail.state === body.dataset.state) {
      if (shown.length) announce(...shown);
      // Those who have nothing left to send are led to them.
      if (shown.length && !receipt.hidden && !stored()) news.scrollIntoView({ block: "start" });
      return;
    }
    body.dataset.state = detail.state;
    const over = detail.state === "closed", change = $("change");
    if (form) form.hidden = over;
    if (change) change.hidden = over;
    if (over && form) return end(shown);
    announce(detail.state, ...shown);
    if (detail.state !== "open") return;
    if (form) resend();
    // The ballot paper itself is not here yet; nothing has been typed, and not all come at once.
    else setTimeout(() => location.reload(), 4000 * Math.random());
  });
  document.addEventListener("live-connection", ({ detail }) => {
    if (detail === "lost") count.textContent = count.dataset.lost;
  });
})();
