// Files come to a letter one by one, as they are chosen or dropped, each with its progress; what
// does not come along says why, and can be tried again.

import { sent } from "./sending.js";
import { form, kept } from "./writing.js";

const place = form.querySelector("[data-attaching]");
const running = place.querySelector("[data-running]");
const said = place.querySelector("[data-said]");
const drawn = place.querySelector("template");
const chooser = form.elements.attached;
let last = Promise.resolve();

export const isFiles = (event) => event.dataTransfer?.types.includes("Files");

export function list(html) {
  const listed = place.querySelector("[data-listed]");
  listed.innerHTML = html;
  listed.hidden = false;
}

function row(file) {
  const line = drawn.content.cloneNode(true).firstElementChild;
  line.querySelector("[data-name]").textContent = file.name;
  line.querySelector("progress").setAttribute("aria-label", file.name);
  for (const button of line.querySelectorAll("button")) button.append(` ${file.name}`);
  running.append(line);
  return line;
}

function failed(line, sentence, again) {
  line.dataset.failed = "";
  line.querySelector("progress").hidden = true;
  line.querySelector("[data-share]").textContent = "";
  line.querySelector("[role=alert]").textContent = sentence || place.dataset.lost;
  const retry = line.querySelector("[data-again]");
  retry.hidden = false;
  retry.onclick = () => {
    line.remove();
    again();
  };
}

// Sends a file, when those before it have come; resolves to what the office says, or to nothing:
// then one may have it done again.
export function upload(file, url, again) {
  const line = row(file);
  let end = () => line.remove();
  line.querySelector("[data-end]").addEventListener("click", () => {
    end();
    line.remove();
    chooser.focus();
  });
  const coming = last.then(async () => {
    if (!line.isConnected) return null;
    await kept();
    const way = sent(form, url, file, (share) => {
      line.querySelector("progress").value = share;
      line.querySelector("[data-share]").textContent = `${Math.floor(share * 100)} %`;
    });
    end = way.end;
    try {
      const told = await way.answered;
      list(told.listed);
      line.remove();
      said.textContent = place.dataset.came.replace("…", file.name);
      return told;
    } catch (sentence) {
      failed(line, sentence, again);
      return null;
    }
  });
  last = coming;
  return coming;
}

export function attach(files) {
  for (const file of files) upload(file, place.dataset.files, () => attach([file]));
}

export function takeDrops(page, take) {
  page.addEventListener("dragover", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    page.documentElement.classList.add("dropping");
  });
  page.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) page.documentElement.classList.remove("dropping");
  });
  page.addEventListener(
    "drop",
    (event) => {
      page.documentElement.classList.remove("dropping");
      if (!isFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      take([...event.dataTransfer.files], event);
    },
    { capture: true },
  );
}

async function takeOff(button) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("key", form.elements.key.value);
  body.set("file", button.dataset.takeOff);
  try {
    const answer = await fetch(place.dataset.removal, { method: "POST", body });
    const told = await answer.json();
    if (told.listed) list(told.listed);
    else said.textContent = told.sentence;
    chooser.focus();
  } catch {
    said.textContent = place.dataset.lost;
  }
}

place.querySelector("[data-plain]")?.remove();
place.querySelector("[data-listed]").hidden = false;
place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take-off]");
  if (button) takeOff(button);
});
chooser.addEventListener("change", () => {
  attach([...chooser.files]);
  chooser.value = "";
});
takeDrops(document, attach);

// Nothing leaves before all has come along.
form.addEventListener(
  "submit",
  (event) => {
    if (!running.childElementCount) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const by = event.submitter;
    const waited = last;
    waited.then(() => {
      const problem = running.querySelector("[data-failed]");
      if (problem) problem.querySelector("[data-again]").focus();
      else form.requestSubmit(by);
    });
  },
  { capture: true },
);
