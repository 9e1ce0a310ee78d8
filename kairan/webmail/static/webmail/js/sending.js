// Sends one file of a letter to the office, and tells how far it has come.

export function sent(form, url, file, tell) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("key", form.elements.key.value);
  body.set("file", file);
  const asked = new XMLHttpRequest();
  const answered = new Promise((resolve, reject) => {
    asked.upload.addEventListener("progress", (event) => tell(event.loaded / (event.total || 1)));
    asked.addEventListener("load", () => {
      const told = asked.response;
      if (asked.status === 200 && told) resolve(told);
      else reject(told?.sentence);
    });
    for (const name of ["error", "abort", "timeout"]) asked.addEventListener(name, () => reject());
  });
  asked.open("POST", url);
  asked.responseType = "json";
  asked.send(body);
  return { answered, end: () => asked.abort() };
}
