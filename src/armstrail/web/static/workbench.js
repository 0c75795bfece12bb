// The workbench by keyboard: `/` searches, `j` and `k` go through a list, Enter opens, `?` shows the keys. Keys of one
// letter can be switched off, since speech input may send them by mistake (WCAG 2.1.4); `?` always works.
// A box to tick is not written in: one in a closed dialog has the focus until the page is painted next.
const writing = (place) => place.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

const records = () => [...document.querySelectorAll("[data-open]")];

const step = (by) => {
  const all = records();
  const here = all.findIndex((one) => one.contains(document.activeElement));
  const next = all[Math.min(Math.max(here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by, 0), all.length - 1)];
  if (next) {
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    const words = document.querySelector(`.text [data-r~="${CSS.escape(next.id)}"]`);
    if (next.id && words) words.scrollIntoView({ block: "nearest" });
  }
};

const keys = {
  "/": () => document.getElementById("find").focus(),
  "?": () => document.getElementById("keys").showModal(),
  j: () => step(1),
  k: () => step(-1),
  Enter: () => {
    const record = document.activeElement.closest("[data-open]");
    if (record && document.activeElement === record) location.assign(record.dataset.open);
    return record !== document.activeElement;
  },
};

const KEPT = "armstrail-keys";
const page = document.documentElement;
const choice = document.getElementById("keys-on");
page.dataset.keys = localStorage.getItem(KEPT) || "on"; // which the keys of other files ask for, too
choice.checked = page.dataset.keys === "on";
choice.addEventListener("change", () => {
  page.dataset.keys = choice.checked ? "on" : "off";
  localStorage.setItem(KEPT, page.dataset.keys);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (page.dataset.keys === "off" && event.key !== "?" && event.key !== "Enter") return;
  const act = keys[event.key];
  if (act && act() !== true) event.preventDefault();
});
