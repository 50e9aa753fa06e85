// The cart beside the page: what the masthead's link leads to, shown in a dialog. It opens only when it is asked for.
class MiniCart extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    const link = document.querySelector("[data-mini-cart]");
    link?.addEventListener("click", async (event) => {
      if (!window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await htmx.ajax("GET", link.href, { target: "#cart-small", swap: "outerHTML" });
      if (dialog.querySelector(".mini-cart")) dialog.showModal();
      else location.assign(link.href);
    });
  }
}

customElements.define("mini-cart", MiniCart);
