// Filters fold away on narrow screens; whether they are open outlives the swap that follows every choice.
let open = false;

class FacetDrawer extends HTMLElement {
  connectedCallback() {
    const drawer = this.querySelector("details");
    if (!drawer) return;
    drawer.open = open;
    drawer.addEventListener("toggle", () => {
      if (drawer.isConnected) open = drawer.open;
    });
  }
}

customElements.define("facet-drawer", FacetDrawer);
