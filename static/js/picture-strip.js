// A strip of pictures and the thumbs that lead to them: the page itself stays where it is, and the thumb of the picture
// in view is marked. Without this module the thumbs are links into the page.
class PictureStrip extends HTMLElement {
  connectedCallback() {
    const strip = this.querySelector("ol");
    const thumbs = [...this.querySelectorAll("a[href^='#']")];
    if (!thumbs.length) return;
    const frame = (thumb) => strip.querySelector(thumb.hash);
    for (const thumb of thumbs)
      thumb.addEventListener("click", (event) => {
        event.preventDefault();
        strip.scrollTo({ left: frame(thumb).offsetLeft - strip.offsetLeft });
      });
    this.watcher = new IntersectionObserver(
      (seen) => {
        for (const { target, isIntersecting } of seen) {
          const thumb = thumbs.find((each) => frame(each) === target);
          if (isIntersecting) thumb.setAttribute("aria-current", "true");
          else thumb.removeAttribute("aria-current");
        }
      },
      { root: strip, threshold: 0.6 },
    );
    for (const thumb of thumbs) this.watcher.observe(frame(thumb));
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
  }
}

customElements.define("picture-strip", PictureStrip);
