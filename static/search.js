// Turns a field with `data-search` around it into a combobox: what fits is fetched while one types, picked by key or click.

const WAIT = 120;
let made = 0;

class Combobox {
  constructor(root) {
    this.url = new URL(root.dataset.search, location.href);
    this.input = root.querySelector("input:not([type=hidden])");
    this.code = root.querySelector("input[type=hidden]");
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${++made}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", root.querySelector("label")?.firstChild?.textContent ?? this.input.getAttribute("aria-label") ?? "");
    this.input.removeAttribute("list");
    this.input.autocomplete = "off";
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) this.input.setAttribute(name, value);
    root.append(this.list);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick(option);
    });
  }

  typed() {
    if (this.code) this.code.value = "";
    clearTimeout(this.timer);
    this.asking?.abort();
    if (!this.input.value.trim()) return this.close();
    this.timer = setTimeout(() => this.ask(this.input.value), WAIT);
  }

  async ask(query) {
    this.asking = new AbortController();
    this.url.searchParams.set("q", query);
    try {
      const answer = await fetch(this.url, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      if (answer.ok) this.show((await answer.json()).delegations);
    } catch {
      this.close();
    }
  }

  show(found) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.mark(null);
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
  }

  option({ code, name, kind_name: kind }, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.dataset.code = code;
    option.dataset.name = name;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const note = document.createElement("small");
    note.textContent = kind;
    option.append(name, " ", note);
    return option;
  }

  pressed(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.step(event.key === "ArrowDown" ? 1 : -1);
      else if (this.input.value.trim()) this.ask(this.input.value);
    } else if (event.key === "Enter" && open && this.active) {
      event.preventDefault();
      this.pick(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  step(by) {
    const options = [...this.list.children];
    const place = options.indexOf(this.active) + by;
    this.mark(options[place === -2 ? options.length - 1 : place] ?? null);
  }

  mark(option) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = option;
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  pick(option) {
    this.input.value = option.dataset.name;
    if (this.code) this.code.value = option.dataset.code;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.mark(null);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const root of document.querySelectorAll("[data-search]")) new Combobox(root);
