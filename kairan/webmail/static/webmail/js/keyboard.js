// WebMail by keys, by dragging, and with a mail beside its list. All of it presses what is on the
// page: the forms do the work, and do it without this file too.
const WIDE = matchMedia("(min-width: 84rem)");
const form = () => document.querySelector("#mails");
const rows = () => [...document.querySelectorAll("#mails .letters > li, .letters.found > li")];
const ticks = () => [...document.querySelectorAll("#mails .letters [name=message]")];
const pane = () => document.querySelector("#pane");
const shown = () => document.querySelector("#message");
const current = () => rows().findIndex((row) => row.contains(document.activeElement));

// --- rows -------------------------------------------------------------------------------------

function go(step) {
  const all = rows();
  if (!all.length) return;
  const next = current() < 0 ? (step > 0 ? 0 : all.length - 1) : current() + step;
  all[Math.min(Math.max(next, 0), all.length - 1)].querySelector("a").focus();
}

function tick(row, isTicked) {
  const box = row.querySelector("[name=message]");
  if (box) box.checked = isTicked ?? !box.checked;
}

// What a key does to mail: to the ticked ones, else to the one that is read, else to the row.
function press(key) {
  const ticked = ticks().some((box) => box.checked);
  const row = rows()[current()];
  const own = shown()?.querySelector(`[data-key="${key}"]`);
  if (own && !ticked && !row) return open(own);
  if (row && ANSWERS[key] && form()) return submit(ANSWERS[key], `${row.querySelector("a").href}answer/`);
  const button = form()?.querySelector(`.selection [data-key="${key}"]`);
  if (!button) return own ? open(own) : false;
  if (!ticked && !row?.querySelector("[name=message]")) return false;
  if (!ticked) tick(row, true);
  remember();
  return open(button);
}

function open(what) {
  if (what.localName === "details") {
    what.open = true;
    what.querySelector(".sheet :is(button, a, input)")?.focus();
  } else what.click();
  return true;
}

function remember() {
  const at = current() < 0 ? ticks().findIndex((box) => box.checked) : current();
  sessionStorage.setItem("webmail-row", String(Math.max(at, 0)));
}

function star() {
  const place = rows()[current()] ?? shown();
  place?.querySelector(".star")?.click();
  return Boolean(place);
}

// Sends the list's form as a button would that says what is to be done.
function submit(then, action) {
  const button = document.createElement("button");
  Object.assign(button, { name: "then", value: then, hidden: true });
  if (action) button.formAction = action;
  form().append(button);
  form().requestSubmit(button);
  return true;
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => current() >= 0 && tick(rows()[current()]),
  o: () => rows()[current()]?.querySelector("a").click(),
  s: star,
  "/": () => document.querySelector(".mail [type=search], .page [type=search]")?.focus(),
  "?": () => document.querySelector("#keys")?.showModal(),
  c: () => document.querySelector("[data-key=c]")?.click(),
  z: () => document.querySelector("[data-key=z]")?.click(),
};
const ANSWERS = { r: "reply", a: "reply-all", f: "forward" };
const DEEDS = new Set(["e", "#", "!", "u", "l", "v", "r", "a", "f"]);

const isTyping = (target) =>
  target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (inMenu(event)) return event.preventDefault();
  if (KEYS[event.key]) KEYS[event.key]();
  else if (!DEEDS.has(event.key) || !press(event.key)) return;
  event.preventDefault();
});

// In an open menu the arrows go up and down.
function inMenu(event) {
  const sheet = event.target.closest?.("details.menu[open] > .sheet");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!sheet || !step) return false;
  const all = [...sheet.querySelectorAll("button, a, input")];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  return true;
}

// A star is drawn anew where it is; without this its button sends the form.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".star");
  if (!button?.form) return;
  event.preventDefault();
  const values = { star: button.value };
  const focused = button.closest("li")?.querySelector("a");
  htmx
    .ajax("POST", button.formAction, { source: button.form, target: button, swap: "outerHTML", values })
    .then(() => focused?.focus());
});

// --- all of a page ----------------------------------------------------------------------------

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-all]")) ticks().forEach((box) => (box.checked = target.checked));
  if (target.matches("#mails [name=scope]")) {
    ticks().forEach((box) => (box.checked = target.value !== "ticked"));
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens]")) document.querySelector("#keys")?.showModal();
  if (event.target.closest("#mails .selection button[name=then]")) remember();
});

// --- a mail beside its list -------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#mails .letters a, .letters.found a");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !isPlain || !WIDE.matches || !pane()) return;
  event.preventDefault();
  const row = link.closest("li");
  rows().forEach((each) => each.classList.toggle("open", each === row));
  row.classList.remove("unread");
  row.querySelector(".dot:not(.label)")?.remove();
  htmx.ajax("GET", link.href, { target: "#pane", swap: "innerHTML" });
});

// --- dragging to a folder ---------------------------------------------------------------------

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("#mails .letters > li");
  if (!row) return;
  if (!row.querySelector("[name=message]").checked) {
    ticks().forEach((box) => (box.checked = false));
    tick(row, true);
  }
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", row.querySelector(".line2")?.textContent ?? "");
});

const place = (event) => event.target.closest?.("[data-move]");

document.addEventListener("dragover", (event) => {
  if (!place(event) || !ticks().some((box) => box.checked)) return;
  event.preventDefault();
  place(event).classList.add("takes");
});

document.addEventListener("dragleave", (event) => place(event)?.classList.remove("takes"));

document.addEventListener("drop", (event) => {
  if (!place(event) || !form()) return;
  event.preventDefault();
  form().elements.scope.value = "ticked";
  submit(place(event).dataset.move);
});

// --- at the start -----------------------------------------------------------------------------

function prepare() {
  document.querySelectorAll("[data-needs-scripts]").forEach((each) => (each.hidden = false));
  document.querySelectorAll("#mails .letters > li").forEach((row) => (row.draggable = true));
}

prepare();
document.addEventListener("htmx:afterSwap", prepare);
const before = sessionStorage.getItem("webmail-row");
sessionStorage.removeItem("webmail-row");
if (before && rows().length) {
  rows()[Math.min(Number(before), rows().length - 1)].querySelector("a").focus();
}
