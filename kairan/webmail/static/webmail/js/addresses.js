// Completes addresses between commas from those one wrote to, the address book, and the directory.

import { Combobox, element, found } from "../../shell/js/combobox.js";

// The part between commas in which the cursor stands; quoted names may hold commas.
function part(input) {
  const before = input.value.slice(0, input.selectionStart);
  const typed = /(?:"[^"]*"|[^,;、，；"])*$/.exec(before)[0];
  return { from: before.length - typed.length, to: input.selectionStart, words: typed.trim() };
}

for (const input of document.querySelectorAll("input[data-addresses]")) {
  new Combobox(input, {
    label: input.labels[0].textContent.trim(),
    words: () => part(input).words,
    ask: (words, signal) => found(input.dataset.addresses, words, signal),
    draw: (each) => [
      element("span", {}, each.name || each.address),
      element("small", {}, each.name ? each.address : ""),
      ...(each.book ? [element("span", { class: "badge" }, each.book)] : []),
    ],
    choose: (each) => {
      const { from, to } = part(input);
      input.setRangeText(`${from ? " " : ""}${each.typed}, `, from, to, "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
}
