// Keeps a page up to date: listens to the stream, asks from time to time as long as nothing comes of it,
// and tells the page by the events "live" (what is known now) and "live-connection" ("open", "lost").
// After every interruption it waits a time drawn by lot, so that a hall does not come back all at once.
// Once results are shown it asks slowly: voting may be opened again.
(() => {
  const { live, poll } = document.body.dataset;
  const FIRST = 1500, LONGEST = 60000, SILENCE = 40000;
  const EVERY = 4000, EVERY_HIDDEN = 20000, EVERY_OVER = 60000, AGAIN = 90000, PATIENCE = 12000;
  let version = 0, known = "", over = false;
  let source, watch, timer, retry, failures = 0, heard = 0, asking = false, answered = false;

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const connection = (now) => { if (now !== known) tell("live-connection", known = now); };
  const spread = (time) => time * (0.5 + Math.random());
  const backOff = () => spread(Math.min(LONGEST, FIRST * 2 ** failures++));

  const take = (aggregate) => {
    failures = 0;
    connection("open");
    if (aggregate.version <= version) return;
    version = aggregate.version;
    over = aggregate.state === "closed" && aggregate.shown;
    tell("live", aggregate);
  };

  const schedule = (wait) => { clearTimeout(timer); timer = setTimeout(ask, wait); };
  // A line may be blocked for good, and the browser tries it for ever. Nothing happens where it opens soon.
  const askMeanwhile = () => { if (!timer && !asking) schedule(spread(over ? EVERY_OVER : PATIENCE)); };

  // A line may be dead without anybody noticing: the stream gives a sign of life every 15 seconds.
  const alive = () => {
    heard = Date.now();
    answered = false;
    clearTimeout(timer);
    timer = 0;
    connection("open");
    silent();
  };
  const silent = () => {
    clearTimeout(watch);
    watch = setTimeout(() => {
      if (!answered) connection("lost");
      listen();
    }, SILENCE);
  };

  function listen() {
    clearTimeout(retry);
    if (source) source.close();
    if (!live || !window.EventSource) return ask();
    source = new EventSource(live);
    askMeanwhile();
    // Open is not enough where nothing ever came: what lies between may keep it back.
    source.onopen = () => {
      connection("open");
      heard ? alive() : silent();
    };
    source.onmessage = (event) => { alive(); take(JSON.parse(event.data)); };
    source.addEventListener("beat", alive);
    source.onerror = () => {
      clearTimeout(watch);
      // While it is only interrupted the browser comes back by itself; refused, it gives up.
      if (source.readyState === EventSource.CLOSED) {
        retry = setTimeout(listen, spread(AGAIN));
        return ask();
      }
      if (!answered) connection("lost");
      askMeanwhile();
    };
  }

  // The browser itself keeps the ETag and sends it: "no-cache" means to ask whether it still holds.
  async function ask() {
    clearTimeout(timer);
    timer = 0;
    if (asking) return;
    asking = true;
    const begun = Date.now();
    let wait = 0;
    try {
      const answer = await fetch(poll, { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.status);
      take(await answer.json());
      answered = true;
      wait = spread(over ? EVERY_OVER : document.hidden ? EVERY_HIDDEN : EVERY);
    } catch {
      answered = false;
      connection("lost");
      wait = backOff();
    } finally {
      asking = false;
    }
    // Not where the stream has spoken meanwhile.
    if (heard < begun) schedule(wait);
  }

  // A phone that slept does not know that its line is dead, nor that its own clock stood still.
  document.addEventListener("visibilitychange", () => {
    const isFresh = source?.readyState === EventSource.OPEN && Date.now() - heard < SILENCE / 2;
    if (!document.hidden && !isFresh) {
      clearTimeout(retry);
      retry = setTimeout(listen, spread(500));
    }
  });
  // Not while the page still loads: its own state is fresh, and the hall has just come in.
  setTimeout(listen, spread(300));
})();
