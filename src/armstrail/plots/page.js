
// `ast`: expressions are interpreted, so that the page needs no leave to evaluate strings as code.
vegaEmbed("#picture", JSON.parse(document.getElementById("spec").textContent), {
  mode: "vega-lite", renderer: "svg", actions: false, ast: true,
}).catch((error) => {
  document.getElementById("picture").textContent = "The picture could not be drawn: " + error.message;
});
