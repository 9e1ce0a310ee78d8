/* Shows a form as it stands in the preview, a moment after each change; its button does the same. */
"use strict";

for (const button of document.querySelectorAll("[data-previews]")) {
  let later;
  button.form.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(() => button.form.requestSubmit(button), 600);
  });
}
