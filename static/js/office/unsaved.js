// A form takes along only what is in it. What stands typed in another one of the page would be lost with the page, so
// it is asked about first. Without this module every button does what it says at once.
function changed({ type, value, defaultValue = value, checked, defaultChecked }) {
  return type !== "hidden" && (value !== defaultValue || checked !== defaultChecked);
}

function ask(event) {
  const forms = [...document.querySelectorAll("form[data-unsaved]")].filter((form) => form !== event.target);
  const left = forms.find((form) => [...form.elements].some(changed));
  if (!left || confirm(left.dataset.unsaved)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

addEventListener("submit", ask, true);
