// Once a page is there in full, the browser is given one for when there is no connection, where the shop wants that.
if ("offline" in document.documentElement.dataset)
  addEventListener("load", () => navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => {}));
