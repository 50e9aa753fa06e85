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
    // Fields that are empty stay out of the address
    drawer.querySelector("form").addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) if (!value) formData.delete(name);
    });
  }
}

customElements.define("facet-drawer", FacetDrawer);
