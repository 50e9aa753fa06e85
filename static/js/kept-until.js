// Until when things are kept, by the visitor's own clock, and how long that still is. Without this module the page says
// the time in UTC.
class KeptUntil extends HTMLElement {
  #timer;

  connectedCallback() {
    const time = this.querySelector("time");
    const until = new Date(time.dateTime);
    time.textContent = until.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const rest = this.querySelector("span") ?? this.appendChild(document.createElement("span"));
    rest.ariaHidden = "true"; // the time has been said, and need not be said every second
    const tick = () => {
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      rest.textContent = left ? ` (${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")})` : "";
      if (!left) clearInterval(this.#timer);
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }
}

customElements.define("kept-until", KeptUntil);
