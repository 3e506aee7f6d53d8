// Charts that were drawn on the server, drawn again so that they can be pointed at. Without this they stand as
// they are. Expressions are interpreted and never made into code, so that the page may forbid that.
(() => {
  "use strict";
  const NARROW = window.matchMedia("(max-width: 767px)");

  const hintOf = (holder) => {
    const hint = document.createElement("div");
    hint.className = "dw-hint";
    hint.hidden = true;
    holder.append(hint);
    return hint;
  };

  // What is known of the period under the pointer, kept within the picture.
  const tell = (holder, hint, event, value) => {
    if (!value) {
      hint.hidden = true;
      return;
    }
    const list = document.createElement("dl");
    for (const [name, words] of Object.entries(value)) {
      if (words === "" || words === null) continue;
      const term = document.createElement("dt");
      const told = document.createElement("dd");
      term.textContent = name;
      told.textContent = words;
      list.append(term, told);
    }
    hint.replaceChildren(list);
    hint.hidden = false;
    const box = holder.getBoundingClientRect();
    const x = event.clientX - box.left;
    const left = x > box.width / 2 ? x - hint.offsetWidth - 14 : x + 14;
    hint.style.left = `${Math.max(0, Math.min(left, box.width - hint.offsetWidth))}px`;
    hint.style.top = `${Math.max(0, event.clientY - box.top - hint.offsetHeight - 10)}px`;
  };

  // The live drawings, by what holds them: one that has left the page is ended.
  const views = new Map();

  const enliven = async (holder) => {
    holder.dataset.live = "begun";
    const answer = await fetch(holder.dataset.vega, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const picture = document.createElement("div");
    picture.className = "dw-live";
    picture.setAttribute("aria-hidden", "true");
    const hint = hintOf(holder);
    const view = new vega.View(vega.parse(await answer.json(), null, { ast: true }), {
      expr: vega.expressionInterpreter,
      renderer: "svg",
      logLevel: vega.Error,
      tooltip: (_, event, __, value) => tell(holder, hint, event, value),
    });
    views.set(holder, view);
    await document.fonts.ready;
    holder.append(picture);
    await view.initialize(picture).hover().runAsync();
    // Links that the keyboard reaches are those of the first drawing.
    for (const title of holder.querySelectorAll(":scope > svg title")) title.remove();
    for (const link of picture.querySelectorAll("a, [tabindex]")) link.setAttribute("tabindex", "-1");
    holder.classList.add("dw-alive");
    holder.dataset.live = "done";
  };

  const begin = () => {
    for (const [holder, view] of views) {
      if (!holder.isConnected) {
        view.finalize();
        views.delete(holder);
      }
    }
    const shown = NARROW.matches ? ".dw-chart-narrow" : ".dw-chart-wide";
    for (const holder of document.querySelectorAll(`${shown}[data-vega]:not([data-live])`)) {
      enliven(holder).catch(() => holder.classList.remove("dw-alive"));
    }
  };

  const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 1));
  window.addEventListener("load", () => soon(begin));
  NARROW.addEventListener("change", begin);
  // Switches exchange a part of the page.
  document.addEventListener("htmx:afterSettle", begin);
})();
