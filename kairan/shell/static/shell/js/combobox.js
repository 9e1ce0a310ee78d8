// An editable combobox with a list of what may be meant (WAI-ARIA APG): asks while one types, moves
// by the arrow keys, chooses by Enter or a click.

const PAUSE = 120;
let serial = 0;

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// `words()` is what is looked for, `ask(words, signal)` finds it, `draw(found)` is the inside of a
// line, and `choose(found)` takes it; `none`, if given, stands where nothing was found.
export class Combobox {
  constructor(input, { label, words, ask, draw, choose, none = "" }) {
    Object.assign(this, { input, words, ask, draw, take: choose, none });
    this.stem = `combobox-${++serial}`;
    this.options = element("ul", { role: "listbox", id: `${this.stem}-list`, class: "options", "aria-label": label });
    this.options.hidden = true;
    input.parentElement.classList.add("suggests");
    input.after(this.options);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.options.id);
    input.addEventListener("input", () => this.searchSoon());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.options.addEventListener("mousedown", (event) => event.preventDefault());
    this.options.addEventListener("click", (event) => {
      const line = event.target.closest("[role=option]");
      if (line?.found) this.choose(line.found);
    });
  }

  get isOpen() {
    return !this.options.hidden;
  }

  press(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.searchSoon();
    } else if (event.key === "Enter" && this.current && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.choose(this.current.found);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  searchSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(), PAUSE);
  }

  async search() {
    const words = this.words();
    this.asking?.abort();
    if (!words) return this.close();
    this.asking = new AbortController();
    try {
      this.show(await this.ask(words, this.asking.signal));
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(found) {
    const lines = found.map((each, index) => {
      const line = element("li", { role: "option", id: `${this.stem}-${index}`, "aria-selected": "false" });
      line.append(...this.draw(each));
      line.found = each;
      return line;
    });
    if (!lines.length && !this.none) return this.close();
    if (!lines.length) lines.push(element("li", { role: "option", "aria-disabled": "true" }, this.none));
    this.options.replaceChildren(...lines);
    this.options.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.current = null;
    this.input.removeAttribute("aria-activedescendant");
    if (found.length) this.move(1);
  }

  move(step) {
    const lines = [...this.options.children].filter((line) => line.found);
    if (!lines.length) return;
    const index = (lines.indexOf(this.current) + step + lines.length) % lines.length;
    this.current?.setAttribute("aria-selected", "false");
    this.current = lines[index];
    this.current.setAttribute("aria-selected", "true");
    this.current.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.current.id);
  }

  choose(found) {
    this.take(found);
    this.close();
    this.input.focus();
  }

  close() {
    clearTimeout(this.waiting);
    this.options.hidden = true;
    this.current = null;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export async function found(url, words, signal) {
  const answer = await fetch(`${url}?q=${encodeURIComponent(words)}`, { signal, headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).found : [];
}
