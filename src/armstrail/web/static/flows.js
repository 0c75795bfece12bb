// Draws the map. `ast`: expressions are interpreted, since the page may not evaluate strings as code.
"use strict";

const picture = document.getElementById("picture");
const spec = JSON.parse(document.getElementById("spec").textContent);
const told = picture.textContent;
picture.textContent = "";
vegaEmbed(picture, spec, {
  mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: { disableDefaultStyle: true },
}).then(() => {
  // Each mark would be read out by itself; the table below has the figures.
  picture.querySelector("svg").setAttribute("aria-hidden", "true");
  picture.scrollLeft = (picture.scrollWidth - picture.clientWidth) / 2; // at its edge a narrow window shows sea alone
}).catch((error) => {
  picture.textContent = `${told} (${error.message})`;
});
