// Keeps the counts of the organiser's console up to date; without it the page is as it was when loaded.
(() => {
  const page = document.getElementById("console"), news = document.getElementById("console-news");
  const hint = news.textContent;
  const number = (value) => new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`).format(value);

  const draw = (counts) => {
    // Another organiser, or another tab, has moved it: the buttons are others now.
    const typing = document.activeElement?.matches("textarea");
    if (counts.state !== page.dataset.state && !typing) return location.reload();
    document.getElementById("ballots").textContent = number(counts.ballots);
    document.getElementById("languages").replaceChildren(...counts.languages.map((row) => {
      const line = document.createElement("li"), name = document.createElement("span"), figure = document.createElement("strong");
      Object.assign(name, { lang: row.code, dir: row.direction, textContent: row.name });
      figure.textContent = number(row.ballots);
      line.append(name, " ", figure);
      return line;
    }));
    const used = document.getElementById("links-used");
    if (used) used.textContent = number(counts.links_used);
  };

  async function ask() {
    try {
      // The browser keeps the ETag: unchanged counts cost a few bytes.
      const answer = await fetch(page.dataset.counts, { cache: "no-cache", headers: { Accept: "application/json" } });
      // Nothing will come any more until the organiser logs in again.
      if (answer.status === 401) {
        document.getElementById("signed-out").hidden = false;
        return void (news.textContent = news.dataset.signedOut);
      }
      if (!answer.ok) throw new Error(answer.status);
      draw(await answer.json());
      if (news.textContent !== hint) news.textContent = hint;
    } catch {
      if (news.textContent !== news.dataset.lost) news.textContent = news.dataset.lost;
    }
    setTimeout(ask, document.hidden ? 15000 : 2000);
  }
  setTimeout(ask, 2000);
})();
