// A form that a passkey answers. What cannot be had is sent without: the page that comes back says so.
class PassKey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.hidden = false;
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.ariaBusy) this.#ask(event.target);
    });
  }

  async #ask(form) {
    this.ariaBusy = "true";
    const { question, way, reading } = form.dataset;
    try {
      const asked = await fetch(question, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const publicKey = PublicKeyCredential[reading](await asked.json());
      form.elements.passkey.value = JSON.stringify(await navigator.credentials[way]({ publicKey }));
    } catch {}
    form.submit();
  }
}

customElements.define("pass-key", PassKey);
