// What a page still waits for is let go before the page is: what Firefox cuts off it reports as an error. Who stays after
// all asks again; a stream does so by itself.
addEventListener("beforeunload", () => {
  for (const asking of document.querySelectorAll("[data-htmx-powered]")) {
    asking.dispatchEvent(new Event("htmx:abort"));
    asking._htmx?.sse?.abortController.abort();
  }
});
