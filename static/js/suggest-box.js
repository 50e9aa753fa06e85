// The search field as a combobox: what is suggested below it can be walked through with the arrow keys. The list comes
// from the server and is made of links; without this module they are links still.
class SuggestBox extends HTMLElement {
  #input;
  #at = -1;

  connectedCallback() {
    this.#input = this.querySelector("input");
    if (!this.#input) return;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"]])
      this.#input.setAttribute(name, value);
    this.#input.addEventListener("keydown", (event) => this.#press(event));
    this.#input.addEventListener("focus", () => this.#dress());
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget)) this.#close();
    });
    new MutationObserver(() => this.#dress()).observe(this, { childList: true, subtree: true });
    this.#dress();
  }

  get #options() {
    return [...this.querySelectorAll("[data-suggestions] > li, [data-suggestions-all]")];
  }

  get #open() {
    return this.#input.getAttribute("aria-expanded") === "true";
  }

  // A list that was just swapped in gets its roles; nothing in it is marked yet.
  #dress() {
    const list = this.querySelector(".suggestions");
    const options = this.#options;
    if (list && options.length) {
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "Suggestions");
      list.hidden = false;
      this.#input.setAttribute("aria-controls", list.id);
      for (const wrap of list.querySelectorAll("[data-suggestions]")) wrap.setAttribute("role", "presentation");
    }
    options.forEach((option, place) => {
      option.setAttribute("role", "option");
      option.id = `suggestion-${place}`;
      option.setAttribute("aria-selected", "false");
      this.#link(option).tabIndex = -1;
    });
    this.#mark(-1, options);
    this.#input.setAttribute("aria-expanded", String(options.length > 0 && document.activeElement === this.#input));
  }

  #press(event) {
    const options = this.#options;
    if (event.key === "Escape" && this.#open) this.#close();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      if (!this.#open) this.#dress();
      const steps = options.length + 1; // one of them is the field itself
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#mark(((this.#at + 1 + step + steps) % steps) - 1, options);
    } else if (event.key === "Enter" && this.#open && this.#at >= 0) this.#link(options[this.#at]).click();
    else return;
    event.preventDefault();
  }

  #mark(place, options) {
    options[this.#at]?.setAttribute("aria-selected", "false");
    this.#at = place;
    const marked = options[place];
    marked?.setAttribute("aria-selected", "true");
    marked?.scrollIntoView({ block: "nearest" });
    if (marked) this.#input.setAttribute("aria-activedescendant", marked.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #close() {
    const list = this.querySelector(".suggestions");
    if (list) list.hidden = true;
    this.#mark(-1, this.#options);
    this.#input.setAttribute("aria-expanded", "false");
  }

  #link(option) {
    return option.matches("a") ? option : option.querySelector("a");
  }
}

customElements.define("suggest-box", SuggestBox);
