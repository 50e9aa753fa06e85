// A message that can be closed, and that goes by itself after a while unless it is being read.
const STAY = 8000;

class ToastNote extends HTMLElement {
  #timer;

  connectedCallback() {
    if (!this.querySelector("button")) this.append(this.#button());
    this.addEventListener("pointerenter", () => this.#wait());
    this.addEventListener("focusin", () => this.#wait());
    this.addEventListener("pointerleave", () => this.#leave());
    this.addEventListener("focusout", () => this.#leave());
    this.#leave();
  }

  disconnectedCallback() {
    this.#wait();
  }

  #button() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toast__close";
    button.textContent = "Close";
    button.addEventListener("click", () => this.remove());
    return button;
  }

  #wait() {
    clearTimeout(this.#timer);
  }

  #leave() {
    this.#wait();
    // A refusal says what to do next: it stays until it is closed.
    if (!this.classList.contains("toast--refused")) this.#timer = setTimeout(() => this.remove(), STAY);
  }
}

customElements.define("toast-note", ToastNote);
