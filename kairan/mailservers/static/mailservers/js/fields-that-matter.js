// Hides groups of fields that do not matter for what is chosen, and keeps ports in step with the
// security. Without it every field is shown; nothing here decides anything.
const USUAL_PORTS = {
  pop: { none: "110", starttls: "110", tls: "995" },
  smtp: { none: "25", starttls: "587", tls: "465" },
};
const SENDS = ["outgoing", "webmail"];

class FieldsThatMatter extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.remembered = new Map();
    for (const select of this.querySelectorAll('select[name$="_security"]')) {
      this.remembered.set(select.name, select.value);
    }
    this.addEventListener("change", (event) => {
      this.keepPortInStep(event.target);
      this.show();
    });
    this.show();
  }

  show() {
    const chosen = new FormData(this.form);
    for (const group of this.querySelectorAll("[data-when]")) {
      const matters = group.dataset.when.split(" ").some((condition) => {
        const [name, values] = condition.split("=");
        return values.split("|").includes(chosen.get(name));
      });
      group.hidden = !matters && !group.querySelector('[aria-invalid="true"]');
    }
  }

  keepPortInStep(select) {
    if (!this.remembered.has(select.name)) return;
    const prefix = select.name.slice(0, -"_security".length);
    const usual = USUAL_PORTS[SENDS.includes(prefix) ? "smtp" : "pop"];
    const port = this.form.elements[`${prefix}_port`];
    if (port.value === usual[this.remembered.get(select.name)]) port.value = usual[select.value];
    this.remembered.set(select.name, select.value);
  }
}

customElements.define("fields-that-matter", FieldsThatMatter);
