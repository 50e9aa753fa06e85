// The cart beside the page: what the masthead's link leads to, shown in a dialog. It opens only when it is asked for.
class MiniCart extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    const link = document.querySelector("[data-mini-cart]");
    const toasts = document.getElementById("toasts");
    link?.addEventListener("click", async (event) => {
      if (!window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await htmx.ajax("GET", link.href, { target: "#cart-small", swap: "outerHTML" });
      if (!dialog.querySelector(".mini-cart")) return location.assign(link.href);
      // Only what is inside lies over the page with it, and can be read and pressed
      dialog.append(toasts);
      dialog.showModal();
    });
    dialog.addEventListener("close", () => document.body.append(toasts));
  }
}

customElements.define("mini-cart", MiniCart);
