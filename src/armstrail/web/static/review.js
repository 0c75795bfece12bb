// Decisions by keyboard: a key presses the button or follows the link that says so (data-key): that of the card that has
// the focus, where there is one, else that of the page. What could not be kept from a card is told in it.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const card = document.activeElement.closest(".card");
  const here = card ?? document.querySelector("main");
  const place = [...here.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].find((one) => card || !one.closest(".card"));
  if (!place) return;
  event.preventDefault();
  place.click();
});

// The record's own words come into sight, however much stands before them.
const around = document.getElementById("item-words");
const own = around?.querySelector(".evidence") ?? around?.querySelector(".content, .w");
if (own) around.scrollTop = own.offsetTop - around.clientHeight / 4;

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".deciding, .own, .done form")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

let decided = "";
document.addEventListener("htmx:before:request", ({ target }) => {
  decided = target.closest?.(".card")?.id ?? "";
});
document.addEventListener("htmx:after:swap", () => {
  if (decided) document.getElementById(decided)?.focus({ preventScroll: true });
  decided = "";
});
for (const name of ["htmx:response:error", "htmx:error"]) {
  document.addEventListener(name, () => {
    const answer = document.getElementById(decided)?.querySelector(".answer");
    if (answer) answer.textContent = "This was not kept: load the page again and decide once more.";
  });
}
