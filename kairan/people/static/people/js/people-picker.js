// Makes a combobox of the plain picker: search while typing, chips for who is chosen. What the form
// sends stays the same as without a script: one value per person and one per whole group.

import { Combobox, element, found } from "../../shell/js/combobox.js";

class PeoplePicker extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    this.chosen = this.querySelector(".chosen");
    this.total = this.querySelector(".total");
    this.input = this.querySelector(".finder input");
    this.finder = this.querySelector(".finder");
    this.finder.querySelector("button").hidden = true;
    this.said = element("span", { role: "status", class: "visually-hidden" });
    this.finder.append(this.said);
    this.combobox = new Combobox(this.input, {
      label: this.input.placeholder,
      none: this.dataset.none,
      words: () => this.input.value.trim(),
      ask: async (words, signal) => {
        const all = await found(this.dataset.search, words, signal);
        return all.filter((each) => !this.has(each.value));
      },
      draw: (each) => [element("span", {}, each.name), element("small", {}, this.detail(each))],
      choose: (each) => this.choose(each),
    });
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("paste", (event) => this.paste(event));
    for (const line of [...this.chosen.children]) this.makeChip(line);
    this.addEventListener("change", (event) => this.tick(event));
    this.classList.add("live");
  }

  // Lines copied from a list become words between commas, which the server understands.
  paste(event) {
    const text = event.clipboardData.getData("text");
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    this.input.setRangeText(text.trim().split(/[\r\n]+/).join(", "));
    this.combobox.searchSoon();
  }

  press(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && this.input.value.trim()) event.preventDefault();
    const last = this.chosen.lastElementChild;
    if (event.key === "Backspace" && !this.input.value && last) this.drop(last);
  }

  detail(found) {
    return found.whole ? `${this.dataset.group} · ${found.size}` : found.detail;
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
