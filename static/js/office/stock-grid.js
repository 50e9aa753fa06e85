// A grid walked through with the arrow keys: one stop of the tab key, from there row by row. Enter follows a figure's
// link, which opens its field in place; Escape leaves that. Without this module all of them are links and boxes still.
class StockGrid extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-keys]").hidden = false;
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("focusin", ({ target }) => target.matches("[data-step]") && this.#stop(target));
    new MutationObserver(() => this.#stop()).observe(this.querySelector("tbody"), { childList: true });
    this.#stop();
  }

  #press(event) {
    const row = event.target.closest("tbody tr");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = [...row.querySelectorAll("[data-step]")];
    const at = steps.indexOf(event.target);
    const leave = event.key === "Escape" && row.querySelector("[data-leave]");
    if (leave) leave.click();
    else if (at < 0) return;
    else if (event.key === "ArrowDown") this.#to(row.nextElementSibling, at);
    else if (event.key === "ArrowUp") this.#to(row.previousElementSibling, at);
    else if (event.key === "ArrowRight") steps[at + 1]?.focus();
    else if (event.key === "ArrowLeft") steps[at - 1]?.focus();
    else if (event.key === "Home") this.#to(row.parentElement.firstElementChild, at);
    else if (event.key === "End") this.#to(row.parentElement.lastElementChild, at);
    else return;
    event.preventDefault();
  }

  // In a row that is being changed that is its field
  #to(row, at) {
    const steps = row?.querySelectorAll("[data-step]") ?? [];
    (steps[at] ?? row?.querySelector("input:not([type=hidden])"))?.focus();
  }

  #stop(here = this.querySelector("[data-step][tabindex='0']") ?? this.querySelector("[data-step]")) {
    for (const step of this.querySelectorAll("[data-step]")) step.tabIndex = step === here ? 0 : -1;
  }
}

customElements.define("stock-grid", StockGrid);
