// Light every word of the record under the pointer or the focus, and the record of the word there.
const lit = (from, on) => {
  for (const name of (from.dataset.r || "").split(" ").filter(Boolean)) {
    for (const place of document.querySelectorAll(`[data-r~="${CSS.escape(name)}"], .card#${CSS.escape(name)}`)) {
      place.classList.toggle("lit", on);
    }
  }
};
for (const [event, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(event, ({ target }) => {
    const place = target.closest && target.closest("[data-r]");
    if (place) lit(place, on);
  });
}
