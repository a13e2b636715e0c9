// A text field that suggests cities while one types: a combobox with a list of its own, after the
// ARIA Authoring Practices. Without this script the field is a plain one and the server lists what
// was meant.
//   data-lookup    where suggestions are asked for
//   data-choice    name of the form's field into which the choice is written; or else
//   data-go-place, data-go-city   where a choice leads: an address in which {} is its number
// A suggestion may also have an address of its own, to which it leads.
(() => {
  "use strict";
  const PAUSE = 150;
  let count = 0;

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function spelt(text) {
    // A name in another script keeps its own direction.
    const made = element("bdi", "", text);
    return made;
  }

  class Lookup {
    constructor(input) {
      this.input = input;
      this.form = input.form;
      this.words = input.dataset;
      this.results = [];
      this.active = -1;
      this.id = `lookup-${++count}`;
      this.choice = this.words.choice ? this.form.elements.namedItem(this.words.choice) : null;
      this.build();
      this.listen();
    }

    build() {
      const { input } = this;
      const box = element("div", "lookup");
      input.before(box);
      this.list = element("ul", "lookup-list");
      this.list.id = `${this.id}-list`;
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", this.words.listLabel);
      this.status = element("p", "lookup-status unseen");
      this.status.setAttribute("role", "status");
      this.chosen = element("p", "lookup-chosen");
      box.append(input, this.list, this.status, this.chosen);
      const attributes = {
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": this.list.id,
        autocapitalize: "off",
        spellcheck: "false",
      };
      for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    }

    listen() {
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.pressed(event));
      this.input.addEventListener("blur", () => this.close());
      this.input.addEventListener("focus", () => {
        if (!this.isDone() && this.results.length) this.open();
      });
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose([...this.list.children].indexOf(option));
      });
    }

    isDone() {
      return Boolean(this.choice?.value);
    }

    typed() {
      if (this.choice) this.choice.value = "";
      this.chosen.replaceChildren();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    async ask() {
      const text = this.input.value.trim();
      this.request?.abort();
      if (!text) {
        this.results = [];
        this.close();
        this.say("");
        return;
      }
      this.request = new AbortController();
      try {
        const address = `${this.words.lookup}?q=${encodeURIComponent(text)}`;
        const answer = await fetch(address, { signal: this.request.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        this.results = (await answer.json()).results;
      } catch (error) {
        if (error.name === "AbortError") return;
        this.results = [];
        this.close();
        this.say(this.words.failed, true);
        return;
      }
      this.show();
    }

    show() {
      this.active = -1;
      this.list.replaceChildren(...this.results.map((result, index) => this.option(result, index)));
      if (!this.results.length) {
        this.close();
        this.say(this.words.none, true);
        return;
      }
      this.say(this.words.some.replace("%s", this.results.length));
      if (document.activeElement === this.input) this.open();
    }

    option(result, index) {
      const option = element("li", "lookup-option");
      option.id = `${this.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = element("span", "lookup-name");
      name.append(spelt(result.name));
      if (result.spelling) {
        const other = element("span", "lookup-spelling");
        other.append(spelt(result.spelling));
        name.append(" ", other);
      }
      option.append(name, " ", element("span", "lookup-detail", result.detail));
      if (result.known) option.append(" ", element("span", "lookup-known", this.words.known));
      return option;
    }

    pressed(event) {
      const isOpen = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!isOpen && this.results.length) this.open();
        this.move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && isOpen && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        this.close();
      } else if (event.key === "Escape" && this.input.value) {
        this.input.value = "";
        this.typed();
      }
    }

    move(step) {
      const { length } = this.results;
      if (!length) return;
      // From the field itself one comes to the first or last suggestion, and back.
      this.mark(((this.active + 1 + step + length + 1) % (length + 1)) - 1);
    }

    mark(index) {
      this.active = index;
      [...this.list.children].forEach((option, at) => {
        option.setAttribute("aria-selected", String(at === index));
        if (at === index) option.scrollIntoView({ block: "nearest" });
      });
      if (index >= 0) this.input.setAttribute("aria-activedescendant", `${this.id}-${index}`);
      else this.input.removeAttribute("aria-activedescendant");
    }

    choose(index) {
      const result = this.results[index];
      if (!result) return;
      if (result.address) {
        window.location.assign(result.address);
        return;
      }
      const [kind, number] = result.choice.split(":");
      const address = kind === "city" ? this.words.goCity : this.words.goPlace;
      if (address) {
        window.location.assign(address.replace("{}", number));
        return;
      }
      this.input.value = result.name;
      if (this.choice) this.choice.value = result.choice;
      this.chosen.textContent = result.detail;
      this.say(`${result.name}, ${result.detail}`);
      this.close();
    }

    say(text, isSeen = false) {
      this.status.textContent = text;
      this.status.classList.toggle("unseen", !isSeen || !text);
    }

    open() {
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
    }

    close() {
      this.list.hidden = true;
      this.mark(-1);
      this.input.setAttribute("aria-expanded", "false");
    }
  }

  function start() {
    for (const input of document.querySelectorAll("input[data-lookup]")) new Lookup(input);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
