// What makes the pages livelier. Without it everything still works: forms are forms, links are links.
"use strict";

(() => {
  const LIVE_EVERY = 10000;
  const BUSY_EVERY = 1500;
  const root = document;

  // ---- live parts: fetched anew with the page's own address, replaced one by one, never while being used ----
  const parts = () => [...root.querySelectorAll("[data-live]")];
  const inUse = (part) =>
    part.contains(root.activeElement) && root.activeElement.matches("input, select, textarea, button, summary") ||
    [...part.querySelectorAll("input, select, textarea")].some(changed) ||
    part.querySelector("details[open]") !== null;
  const changed = (field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT"
        ? [...field.options].some((each) => each.selected !== each.defaultSelected)
        : field.type !== "hidden" && field.value !== field.defaultValue;

  const refresh = async () => {
    if (root.hidden || parts().length === 0) return;
    let answer;
    try {
      answer = await fetch(location.href, { headers: { "x-live": "1" }, credentials: "same-origin", redirect: "manual" });
    } catch {
      return; // out of reach for a moment: the next round asks again
    }
    if (answer.type === "opaqueredirect") { location.reload(); return; } // the session has ended
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts()) {
      const next = fresh.getElementById(part.id);
      if (next === null || inUse(part) || next.innerHTML === part.innerHTML) continue;
      const top = part.getBoundingClientRect().top;
      part.replaceChildren(...next.childNodes);
      for (const name of ["data-live-busy"]) {
        if (next.hasAttribute(name)) part.setAttribute(name, ""); else part.removeAttribute(name);
      }
      if (part.getBoundingClientRect().top !== top) window.scrollBy(0, part.getBoundingClientRect().top - top);
    }
    const count = fresh.querySelector(".side nav .count");
    const shown = root.querySelector(".side nav .count");
    if (count && shown) shown.textContent = count.textContent;
  };
  const round = async () => {
    await refresh();
    setTimeout(round, root.querySelector("[data-live-busy]") ? BUSY_EVERY : LIVE_EVERY);
  };
  if (parts().length > 0) setTimeout(round, root.querySelector("[data-live-busy]") ? BUSY_EVERY : LIVE_EVERY);

  // ---- rows chosen ----
  const all = root.querySelector("[data-all]");
  const output = root.querySelector("[data-chosen]");
  if (all && output) {
    const boxes = () => [...root.querySelectorAll('input[name="id"]:not([disabled])')];
    const tell = () => {
      const n = boxes().filter((box) => box.checked).length;
      output.textContent = n === 0 ? output.dataset.none : output.dataset.some.replace("987654", String(n));
      all.checked = n > 0 && n === boxes().length;
      all.indeterminate = n > 0 && n < boxes().length;
    };
    all.hidden = false;
    all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); tell(); });
    root.addEventListener("change", (event) => { if (event.target.name === "id") tell(); });
    tell();
  }

  // ---- filters apply as they are chosen ----
  root.querySelectorAll("form.filters").forEach((form) => {
    form.addEventListener("change", (event) => { if (event.target.matches("select")) form.requestSubmit(); });
    // An address holds what was chosen, not every empty field.
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData.entries()]) if (value === "") event.formData.delete(name);
    });
  });

  // ---- one click, one action ----
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", () => {
    root.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });

  // ---- nothing typed is lost by going away ----
  let leaving = false;
  root.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    const typed = [...root.querySelectorAll("form[data-keep] textarea, form[data-keep] input")].some(changed);
    if (typed && !leaving) event.preventDefault();
  });

  // ---- keys: / to search, j and k through the failures of a filter ----
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const rel = { j: "next", k: "prev" }[event.key];
    if (event.key === "/") {
      const field = root.querySelector('input[type="search"]');
      if (field) { event.preventDefault(); field.focus(); }
    } else if (rel) {
      const link = root.querySelector(`a[rel="${rel}"]`);
      if (link) link.click();
    }
  });
})();
