// Pictures in the text of a letter: chosen, pasted, or dropped where they shall stand.

import { attach, takeDrops, upload } from "./uploads.js";
import { form } from "./writing.js";

const KINDS = /^image\/(?:png|jpeg|gif|webp|bmp)$/;
const url = form.querySelector("[data-attaching]").dataset.pictures;
const isPicture = (file) => KINDS.test(file.type);

// Pictures of this letter, by their address: what is pasted may come from another one.
const known = new Set();

async function asFile(source) {
  if (!source.startsWith("data:")) {
    const found = await fetch(source);
    return found.ok ? new File([await found.blob()], "picture") : null;
  }
  const [head, data] = source.split(",", 2);
  const type = /^data:([\w/+.-]+);base64$/.exec(head)?.[1] ?? "";
  if (!KINDS.test(type)) return null;
  const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  return new File([bytes], `picture.${type.slice(6)}`, { type });
}

async function come(letter, file) {
  const told = file && (await upload(file, url, () => insert(letter, file)));
  if (told) known.add(told.url);
  return told;
}

async function insert(letter, file) {
  const told = await come(letter, file);
  if (told) letter.squire.insertImage(told.url, { alt: told.name });
}

// Makes pictures of the letter of those that came with what was pasted.
async function adopt(letter) {
  for (const picture of letter.pictures) {
    const source = picture.getAttribute("src");
    if (known.has(source)) continue;
    const told = await come(letter, await asFile(source));
    if (told) picture.setAttribute("src", told.url);
    else picture.remove();
  }
}

function pointed(letter, page, event) {
  const at = page.caretRangeFromPoint?.(event.clientX, event.clientY);
  if (at && letter.squire.getRoot().contains(at.startContainer)) letter.squire.setSelection(at);
}

export function pictured(bar, frame) {
  const { letter } = frame.contentWindow;
  const page = frame.contentDocument;
  const chooser = bar.parentElement.querySelector("[data-picture]");
  for (const picture of letter.pictures) known.add(picture.getAttribute("src"));

  bar.querySelector("[data-insert]").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", async () => {
    const files = [...chooser.files];
    chooser.value = "";
    for (const file of files) await insert(letter, file);
  });
  letter.squire.addEventListener("pasteImage", async (event) => {
    const files = [...event.detail.clipboardData.files].filter(isPicture);
    for (const file of files) await insert(letter, file);
  });
  letter.squire.addEventListener("willPaste", () => setTimeout(() => adopt(letter)));
  takeDrops(page, async (files, event) => {
    pointed(letter, page, event);
    attach(files.filter((file) => !isPicture(file)));
    for (const file of files.filter(isPicture)) await insert(letter, file);
  });
}
