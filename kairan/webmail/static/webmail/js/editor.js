// The inside of the frame in which a letter with formatting is written: Squire, and what may be in
// a letter. The page around the frame has the buttons.

const place = document.querySelector("#letter");
const pictures = place.dataset.pictures;
const addressed = new RegExp(`^(?:${location.origin})?${pictures}([0-9a-f-]{36})/$`);
const named = /^cid:([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})@kairan$/;
const FORBIDDEN = {
  FORBID_TAGS: ["style", "form", "input", "button", "select", "textarea", "svg", "math", "video", "audio", "picture", "dialog"],
  FORBID_ATTR: ["id", "name", "srcset", "background"],
};

// No style fetches anything: a declaration that could name an address is left out.
DOMPurify.addHook("uponSanitizeAttribute", (node, found) => {
  if (found.attrName !== "style") return;
  found.attrValue = found.attrValue.split(";").filter((each) => !/[(\\@]/.test(each.replace(/\b(?:rgba?|hsla?|calc)\(/gi, ""))).join(";");
});

// A picture is one of the letter, or stands in what was pasted; none is fetched from elsewhere.
DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.localName !== "img") return;
  const source = node.getAttribute("src") ?? "";
  const name = named.exec(source);
  if (name) node.setAttribute("src", `${pictures}${name.slice(1).join("-")}/`);
  else if (!addressed.test(source) && !source.startsWith("data:image/")) node.removeAttribute("src");
});

function cleaned(html) {
  const inside = DOMPurify.sanitize(html, { ...FORBIDDEN, RETURN_DOM_FRAGMENT: true });
  const fragment = document.importNode(inside, true);
  for (const picture of fragment.querySelectorAll("img:not([src])")) picture.remove();
  return fragment;
}

const squire = new Squire(place, { sanitizeToDOMFragment: cleaned });

// What the page around the frame asks for.
window.letter = {
  squire,
  get html() {
    const copy = document.implementation.createHTMLDocument("").body;
    copy.innerHTML = squire.getHTML();
    for (const picture of copy.querySelectorAll("img")) {
      const key = addressed.exec(picture.getAttribute("src") ?? "");
      if (key) picture.setAttribute("src", `cid:${key[1].replaceAll("-", "")}@kairan`);
      else picture.remove(); // It has not come along.
    }
    return copy.innerHTML;
  },
  set html(html) {
    squire.setHTML(html);
  },
  get pictures() {
    return [...place.querySelectorAll("img")];
  },
};
