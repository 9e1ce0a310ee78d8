// Makes a combobox of the plain picker: search while typing, chips for who is chosen.
// Pattern: WAI-ARIA APG, "Editable combobox with list autocomplete". What the form sends stays the
// same as without a script: one value per person and one per whole group.

const PAUSE = 120;
let serial = 0;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class PeoplePicker extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.stem = `people-picker-${++serial}`;
    this.chosen = this.querySelector(".chosen");
    this.total = this.querySelector(".total");
    this.input = this.querySelector(".finder input");
    this.finder = this.querySelector(".finder");
    this.finder.querySelector("button").hidden = true;
    this.options = element("ul", { role: "listbox", id: `${this.stem}-list`, class: "options" });
    this.options.setAttribute("aria-label", this.input.placeholder);
    this.options.hidden = true;
    this.said = element("span", { role: "status", class: "visually-hidden" });
    this.finder.append(this.options, this.said);
    this.makeCombobox();
    for (const line of [...this.chosen.children]) this.makeChip(line);
    this.addEventListener("change", (event) => this.tick(event));
    this.classList.add("live");
  }

  makeCombobox() {
    const { input } = this;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.options.id);
    input.addEventListener("input", () => this.searchSoon());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    input.addEventListener("paste", (event) => this.paste(event));
    this.options.addEventListener("mousedown", (event) => event.preventDefault());
    this.options.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option?.found) this.choose(option.found);
    });
  }

  // Lines copied from a list become words between commas, which the server understands.
  paste(event) {
    const text = event.clipboardData.getData("text");
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    this.input.setRangeText(text.trim().split(/[\r\n]+/).join(", "));
    this.searchSoon();
  }

  press(event) {
    if (event.isComposing) return;
    const open = !this.options.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
        else this.searchSoon();
        break;
      case "Enter":
        if (this.current) {
          event.preventDefault();
          this.choose(this.current.found);
        } else if (this.input.value.trim()) {
          event.preventDefault();
        }
        break;
      case "Escape":
        if (open) {
          event.preventDefault();
          this.close();
        }
        break;
      case "Backspace":
        if (!this.input.value && this.chosen.lastElementChild) this.drop(this.chosen.lastElementChild);
        break;
    }
  }

  searchSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(), PAUSE);
  }

  async search() {
    const words = this.input.value.trim();
    this.asking?.abort();
    if (!words) return this.close();
    this.asking = new AbortController();
    try {
      const url = `${this.dataset.search}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(url, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()).found);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(found) {
    const fresh = found.filter((each) => !this.has(each.value));
    const lines = fresh.map((each, index) => {
      const option = element("li", { role: "option", id: `${this.stem}-${index}`, "aria-selected": "false" });
      option.append(element("span", {}, each.name), element("small", {}, this.detail(each)));
      option.found = each;
      return option;
    });
    if (!lines.length) {
      const none = element("li", { role: "option", "aria-disabled": "true" }, this.dataset.none);
      lines.push(none);
    }
    this.options.replaceChildren(...lines);
    this.options.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.current = null;
    this.input.removeAttribute("aria-activedescendant");
    if (fresh.length) this.move(1);
  }

  detail(found) {
    return found.whole ? `${this.dataset.group} · ${found.size}` : found.detail;
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

  close() {
    this.options.hidden = true;
    this.current = null;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  has(value) {
    return [...this.chosen.querySelectorAll("input")].some((each) => each.value === value);
  }

  choose(found) {
    if (!this.has(found.value)) {
      const box = element("input", { type: "checkbox", name: this.dataset.name, value: found.value });
      box.checked = true;
      const label = element("label", {}, box, element("span", {}, found.name));
      const detail = this.detail(found);
      if (detail) label.append(" ", element("small", {}, detail));
      const line = element("li", found.whole ? { class: "whole" } : {}, label);
      this.chosen.append(line);
      this.makeChip(line);
      this.groupBox(found.value)?.closest("li").toggleAttribute("hidden", true);
      this.tell(`${this.dataset.added}: ${found.name}`);
    }
    this.input.value = "";
    this.close();
    this.input.focus();
  }

  // The ticked box stays in the form, unseen; the chip's button takes it out.
  makeChip(line) {
    const box = line.querySelector("input");
    box.hidden = true;
    const name = line.querySelector("span").textContent;
    const button = element("button", { type: "button", "aria-label": `${this.dataset.remove}: ${name}` }, "×");
    button.addEventListener("click", () => {
      this.drop(line);
      this.input.focus();
    });
    line.append(button);
    line.classList.add("chip");
  }

  drop(line) {
    const value = line.querySelector("input").value;
    const name = line.querySelector("span").textContent;
    line.remove();
    const box = this.groupBox(value);
    if (box) {
      box.checked = false;
      box.closest("li").hidden = false;
    }
    this.tell(`${this.dataset.removed}: ${name}`);
  }

  groupBox(value) {
    return [...this.querySelectorAll(".groups input")].find((box) => box.value === value);
  }

  // A box ticked in the list of groups, or among those found, becomes a chip.
  tick(event) {
    const line = event.target.closest(".groups li, .candidates li");
    if (!line || !event.target.checked) return;
    const copy = line.cloneNode(true);
    copy.querySelector("input").checked = true;
    event.target.checked = false;
    line.hidden = true;
    this.chosen.append(copy);
    this.makeChip(copy);
    this.tell(`${this.dataset.added}: ${copy.querySelector("span").textContent}`);
    this.input.focus();
  }

  async tell(sentence) {
    this.said.textContent = sentence;
    this.dispatchEvent(new CustomEvent("people-changed", { bubbles: true }));
    const body = new FormData();
    const token = this.closest("form")?.querySelector("[name=csrfmiddlewaretoken]");
    if (token) body.append("csrfmiddlewaretoken", token.value);
    for (const box of this.chosen.querySelectorAll("input")) body.append("value", box.value);
    this.counting?.abort();
    this.counting = new AbortController();
    try {
      const answer = await fetch(this.dataset.count, { method: "POST", body, signal: this.counting.signal });
      if (answer.ok) this.total.textContent = (await answer.json()).sentence;
    } catch (error) {
      if (error.name !== "AbortError") this.total.textContent = "";
    }
  }
}

customElements.define("people-picker", PeoplePicker);
