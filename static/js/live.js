// Server-sent events, where the page has brought them along
window.live?.();
