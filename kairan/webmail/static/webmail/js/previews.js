// Previews that the office had no time to draw, because it draws few at once, are asked for again.

const MOST = 6;
const SECONDS = 2;
const PREVIEW = "img[data-drawn]";
const tries = new WeakMap();

const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

// Each waits longer than before, and none as long as its neighbours.
async function again(picture) {
  for (let tried = tries.get(picture) ?? 1; tried <= MOST; tried += 1) {
    tries.set(picture, tried + 1);
    await wait(SECONDS * (tried + Math.random()));
    const answer = await fetch(picture.src).catch(() => null);
    if (answer?.ok) {
      await answer.blob();
      picture.setAttribute("src", picture.getAttribute("src"));
      return;
    }
    if (answer?.status !== 503) return;
  }
}

const isBroken = (picture) => picture.complete && !picture.naturalWidth;

for (const picture of document.querySelectorAll(PREVIEW)) if (isBroken(picture)) again(picture);
document.addEventListener("error", ({ target }) => target.matches?.(PREVIEW) && again(target), true);
