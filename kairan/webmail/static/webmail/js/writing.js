// Keeps a letter as it is typed, a moment after the last key; Ctrl+Enter sends it.

const PAUSE = 2000;
const LONGEST = 30000;
export const form = document.querySelector("form.writing");
const said = form.querySelector("[data-kept]");
let timer = null;
let keeping = null;
let turn = 0;

// Every showing of the page is another one, also where a browser copies or restores it.
addEventListener("pageshow", () => {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  form.elements.page.value = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
});

// What the page sends is numbered, so that the office lets be what comes too late.
form.addEventListener("formdata", (event) => {
  turn += 1;
  event.formData.set("turn", turn);
});

async function keep() {
  const typed = new FormData(form);
  typed.delete("attached");
  try {
    const answer = await fetch(form.dataset.saving, {
      method: "POST",
      body: typed,
      signal: AbortSignal.timeout(LONGEST),
    });
    const told = await answer.json();
    said.textContent = told.sentence;
    if (told.version !== undefined) form.elements.version.value = told.version;
    if (told.body !== undefined) takeSignature(told, typed);
    if (answer.status === 409) form.removeEventListener("input", soon);
  } catch {
    soon(); // The line is down: what was typed is still here.
  }
}

// The text comes back with another signature; where more was typed meanwhile, the next one will.
function takeSignature(told, typed) {
  const now = new FormData(form);
  if (["body", "html"].some((name) => now.get(name) !== typed.get(name))) return soon();
  form.elements.body.value = told.body;
  form.elements.html.value = told.html;
  form.elements.signed.value = typed.get("identity");
  form.dispatchEvent(new Event("signed"));
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(kept, PAUSE);
}

// Keeps at once, after what is being kept, and resolves when that is done: what follows finds the
// letter kept.
export function kept() {
  clearTimeout(timer);
  const mine = Promise.resolve(keeping).then(keep);
  keeping = mine.finally(() => {
    if (keeping === done) keeping = null;
  });
  const done = keeping;
  return done;
}

form.addEventListener("input", soon);

// Another identity has another signature: the office puts it in.
form.elements.identity.addEventListener("change", kept);

form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (keeping === null) return;
  event.preventDefault();
  const by = event.submitter;
  keeping.finally(() => form.requestSubmit(by));
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[name=then][value=send]"));
});
