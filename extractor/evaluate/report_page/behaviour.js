"use strict";
(() => {
  const root = document.documentElement;
  const byId = (name) => document.getElementById(name);

  // The theme: as the system, light, dark. Kept where the browser lets a file keep anything.
  const words = { "": "as the system", light: "light", dark: "dark" };
  const order = ["", "light", "dark"];
  const theme = byId("theme");
  const show = (name) => {
    if (name) root.dataset.theme = name;
    else delete root.dataset.theme;
    theme.textContent = "Theme: " + words[name];
  };
  let chosen = "";
  try { chosen = localStorage.getItem("extractor-theme") || ""; } catch (error) { chosen = ""; }
  if (!(chosen in words)) chosen = "";
  show(chosen);
  theme.addEventListener("click", () => {
    chosen = order[(order.indexOf(chosen) + 1) % order.length];
    show(chosen);
    try { localStorage.setItem("extractor-theme", chosen); } catch (error) { return; }
  });

  const cases = [...document.querySelectorAll("details.case")];
  const chooser = document.querySelector(".chooser");
  if (chooser) {
    chooser.hidden = false;
    const grade = byId("by-grade");
    const style = byId("by-style");
    const list = () => {
      let shown = 0;
      for (const each of cases) {
        const fits = (!grade.value || each.dataset.grade === grade.value) && (!style.value || each.dataset.style === style.value);
        each.hidden = !fits;
        shown += fits;
      }
      byId("listed").textContent = shown + " of " + cases.length + " listed";
    };
    grade.addEventListener("change", list);
    style.addEventListener("change", list);
    const fold = (open) => { for (const each of cases) if (!each.hidden) each.open = open; };
    byId("open").addEventListener("click", () => fold(true));
    byId("close").addEventListener("click", () => fold(false));
    list();
  }

  // A number in the list leads to its place in the source, which is scrolled to the middle and can be returned from.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#m']");
    const place = link && byId(link.hash.slice(1));
    if (!place) return;
    event.preventDefault();
    for (const each of document.querySelectorAll("mark.at")) each.classList.remove("at");
    place.classList.add("at");
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center", inline: "nearest" });
  });

  // On paper, failures are printed with their sources, and nothing of the numbers stays folded away.
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    const closed = [...document.querySelectorAll("details:not([open])")];
    unfolded = closed.filter((each) => each.dataset.failed || each.classList.contains("folded"));
    for (const each of unfolded) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of unfolded) each.open = false;
  });
})();
