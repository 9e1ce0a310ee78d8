// A letter with formatting: its buttons, and the frame in which it is written.

import { pictured } from "./pictures.js";
import { form } from "./writing.js";

const place = form.querySelector("[data-rich]");
const bar = place.querySelector("[role=toolbar]");
const frame = place.querySelector("iframe");
const linking = document.querySelector("#linking");

const SWITCHES = {
  bold: ["B", "bold", "removeBold"],
  italic: ["I", "italic", "removeItalic"],
  underline: ["U", "underline", "removeUnderline"],
  list: ["UL", "makeUnorderedList", "removeList"],
  numbers: ["OL", "makeOrderedList", "removeList"],
  quote: ["BLOCKQUOTE", "increaseQuoteLevel", "decreaseQuoteLevel"],
};

function show(squire) {
  for (const [name, [tag]] of Object.entries(SWITCHES))
    bar.querySelector(`[data-do=${name}]`).setAttribute("aria-pressed", String(squire.hasFormat(tag)));
  bar.querySelector("[data-do=link]").setAttribute("aria-pressed", String(squire.hasFormat("A")));
}

function link(squire) {
  const field = linking.querySelector("input");
  field.value = "";
  linking.returnValue = "";
  linking.showModal();
  linking.onclose = () => {
    squire.focus();
    if (linking.returnValue !== "link") return;
    const typed = field.value.trim();
    if (!typed) squire.removeLink();
    else squire.makeLink(/^(?:https?:|mailto:|tel:)/i.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : `https://${typed}`);
  };
}

function press(squire, name) {
  if (name === "link") return link(squire);
  if (name === "plain") squire.removeAllFormatting();
  else {
    const [tag, on, off] = SWITCHES[name];
    squire[squire.hasFormat(tag) ? off : on]();
  }
  squire.focus();
  show(squire);
}

// One stop of the Tab key for all buttons; the arrows go between them.
function walk() {
  const all = [...bar.querySelectorAll("button, select")];
  const stop = (chosen) => all.forEach((each) => (each.tabIndex = each === chosen ? 0 : -1));
  stop(all[0]);
  bar.addEventListener("focusin", (event) => stop(event.target));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
  });
}

function begin() {
  const { letter } = frame.contentWindow;
  const { squire } = letter;
  letter.html = form.elements.html.value;
  form.elements.is_rich.value = "1";
  place.hidden = false;
  form.querySelector("[data-text]").hidden = true;
  form.addEventListener("signed", () => (letter.html = form.elements.html.value));
  form.addEventListener("formdata", (event) => event.formData.set("html", letter.html));
  squire.addEventListener("input", () => form.elements.html.dispatchEvent(new Event("input", { bubbles: true })));
  for (const name of ["pathChange", "select", "cursor"]) squire.addEventListener(name, () => show(squire));
  frame.contentDocument.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[name=then][value=send]"));
  }, { capture: true });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) press(squire, button.dataset.do);
  });
  bar.querySelector("[data-colour]").addEventListener("change", (event) => {
    squire.setTextColor(event.target.value || null);
    squire.focus();
  });
  bar.querySelector("[data-size]").addEventListener("change", (event) => {
    squire.setFontSize(event.target.value || null);
    squire.focus();
  });
  walk();
  pictured(bar, frame);
}

if (place.dataset.rich) {
  frame.addEventListener("load", begin, { once: true });
  frame.src = frame.dataset.src;
}
form.querySelector("[data-switch]").hidden = false;
