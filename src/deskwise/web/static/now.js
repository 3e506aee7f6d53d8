// The page of now, asked for again when the data has changed. Without this it stands as it was loaded.
(() => {
  "use strict";
  const told = document.getElementById("now-told");
  const here = () => document.getElementById("now");
  let source = null;
  let paused = false;

  const say = (state) => {
    const words = here().querySelector("[data-live-words]");
    const button = here().querySelector("[data-pause]");
    here().querySelector("[data-live]").hidden = false;
    words.textContent = words.dataset[`live${state}`];
    button.hidden = state === "Off";
    button.textContent = paused ? button.dataset.goOnWords : button.dataset.pauseWords;
  };

  const stop = (state) => {
    source?.close();
    source = null;
    say(state);
  };

  // Whoever is at a link or a button with the keyboard stays there.
  const put = (fresh) => {
    const active = here().contains(document.activeElement) ? document.activeElement : null;
    const link = active?.getAttribute("href");
    const onButton = active?.hasAttribute("data-pause");
    here().replaceWith(document.adoptNode(fresh));
    say("On");
    const again = link ? `a[href="${CSS.escape(link)}"]` : onButton ? "[data-pause]" : null;
    if (again) here().querySelector(again)?.focus({ preventScroll: true });
    told.textContent = told.dataset.words;
  };

  const renew = async () => {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && !answer.redirected ? page.getElementById("now") : null;
    if (!fresh) stop("Off");
    else if (!paused) put(fresh);
  };

  const start = () => {
    source = new EventSource(here().dataset.changes);
    source.addEventListener("open", () => say("On"));
    source.addEventListener("version", (event) => {
      if (event.data !== here().dataset.version) renew().catch(() => stop("Off"));
    });
    source.addEventListener("ended", () => stop("Off"));
    source.addEventListener("error", () => {
      // The browser tries again by itself, unless it was refused.
      if (source?.readyState === EventSource.CLOSED) stop("Off");
    });
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-pause]")) return;
    paused = !paused;
    if (paused) stop("Paused");
    else start();
  });
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && !paused) start();
  });
  start();
})();
