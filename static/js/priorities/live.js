// Keeps a page up to date: listens to the stream, asks from time to time where that is not possible,
// and tells the page by the events "live" (what is known now) and "live-connection" ("open", "lost").
// After every interruption it waits a time drawn by lot, so that a hall does not come back all at once.
// Once results are shown it asks slowly: voting may be opened again.
(() => {
  const { live, poll } = document.body.dataset;
  const FIRST = 1500, LONGEST = 60000, SILENCE = 40000;
  const EVERY = 4000, EVERY_HIDDEN = 20000, EVERY_OVER = 60000, AGAIN = 90000;
  let version = 0, known = "", over = false;
  let source, watch, timer, retry, failures = 0, heard = 0;

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

  // A line may be dead without anybody noticing: the stream gives a sign of life every 15 seconds.
  const alive = () => {
    heard = Date.now();
    clearTimeout(watch);
    watch = setTimeout(() => { connection("lost"); listen(); }, SILENCE);
  };

  function listen() {
    clearTimeout(timer);
    clearTimeout(retry);
    if (source) source.close();
    if (!live || !window.EventSource) return ask();
    source = new EventSource(live);
    source.onopen = () => { failures = 0; clearTimeout(timer); connection("open"); alive(); };
    source.onmessage = (event) => { alive(); take(JSON.parse(event.data)); };
    source.addEventListener("beat", alive);
    source.onerror = () => {
      clearTimeout(watch);
      // While it is only interrupted the browser comes back by itself; refused, it gives up.
      if (source.readyState !== EventSource.CLOSED) return connection("lost");
      retry = setTimeout(listen, spread(AGAIN));
      ask();
    };
  }

  // The browser itself keeps the ETag and sends it: "no-cache" means to ask whether it still holds.
  async function ask() {
    clearTimeout(timer);
    let wait = 0;
    try {
      const answer = await fetch(poll, { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.status);
      take(await answer.json());
      wait = spread(over ? EVERY_OVER : document.hidden ? EVERY_HIDDEN : EVERY);
    } catch {
      connection("lost");
      wait = backOff();
    }
    timer = setTimeout(ask, wait);
  }

  // A phone that slept does not know that its line is dead, nor that its own clock stood still.
  document.addEventListener("visibilitychange", () => {
    const isFresh = source?.readyState === EventSource.OPEN && Date.now() - heard < SILENCE / 2;
    if (!document.hidden && !isFresh) {
      clearTimeout(timer);
      timer = setTimeout(listen, spread(500));
    }
  });
  // Not while the page still loads: its own state is fresh, and the hall has just come in.
  setTimeout(listen, spread(300));
})();
