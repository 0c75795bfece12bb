// Choosing words of the text for a field. Offsets count characters as Python does (code points), not as JavaScript does.
const scroller = document.getElementById("scroller");
const choosing = document.getElementById("choosing");
const take = choosing.querySelector(".take");
const panels = [...scroller.querySelectorAll("[data-place]")];
const points = (words) => [...words].length;
const quoted = (words) => `“${words.length > 300 ? `${words.slice(0, 299)}…` : words}”`;

// ------------------------------------------------------------------ places in the text

// Where a selection begins and ends in a panel, in code points, without the blanks around it; null where it is empty.
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const panel = panels.find((one) => one.contains(range.startContainer) && one.contains(range.endContainer));
  if (!panel) return null;
  const before = document.createRange();
  before.setStart(panel, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const raw = range.toString();
  const words = raw.trim();
  if (!words) return null;
  const start = points(before.toString()) + points(raw) - points(raw.trimStart());
  return { place: panel.dataset.place, start, end: start + points(words), words };
};

// The node and the offset in it of a place in a panel, in units of JavaScript.
const spot = (panel, units) => {
  const nodes = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  let left = units;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return [panel, panel.childNodes.length];
};

const select = (panel, start, end) => {
  getSelection().setBaseAndExtent(...spot(panel, start), ...spot(panel, end));
  const range = getSelection().getRangeAt(0).getBoundingClientRect();
  const box = scroller.getBoundingClientRect();
  if (range.top < box.top + 20 || range.bottom > box.bottom - 20) {
    scroller.scrollTop += range.top - box.top - box.height / 3;
  }
};

// ------------------------------------------------------------------ word by word

const tokens = panels.flatMap((panel) =>
  [...panel.textContent.matchAll(/[\p{L}\p{N}\p{M}\p{Sc}%]+(?:[-'’.,/:][\p{L}\p{N}\p{M}]+)*/gu)].map((match) => ({
    panel,
    start: match.index,
    end: match.index + match[0].length,
  })),
);
let first = 0;
let last = 0;

const mark = () => {
  if (tokens.length) select(tokens[first].panel, tokens[first].start, tokens[last].end);
};

const inside = (number) => Math.min(Math.max(number, 0), tokens.length - 1);

const moves = {
  ArrowRight: (by) => (first = last = inside(last + by)),
  ArrowLeft: (by) => (first = last = inside(first - by)),
  ArrowDown: () => (first = last = inside(last + 10)),
  ArrowUp: () => (first = last = inside(first - 10)),
  Home: () => (first = last = 0),
  End: () => (first = last = tokens.length - 1),
};
const lengthen = (by) => {
  const next = inside(Math.max(last + by, first));
  if (tokens[next].panel === tokens[first].panel) last = next;
};

scroller.addEventListener("keydown", (event) => {
  if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") use();
  else if (event.key === "Escape") leave();
  else if (event.shiftKey && event.key === "ArrowRight") lengthen(1), mark();
  else if (event.shiftKey && event.key === "ArrowLeft") lengthen(-1), mark();
  else if (moves[event.key]) moves[event.key](1), mark();
  else return;
  event.preventDefault();
});

// ------------------------------------------------------------------ the field that words are chosen for

let field = null;
const input = (part) => document.getElementsByName(`${field.dataset.words}-${part}`)[0];

const told = () => {
  const row = field.closest("[role=group]").getAttribute("aria-label");
  const label = field.querySelector(".label").textContent;
  return label === "words" ? row : `${row}, ${label}`;
};

const choose = (wanted) => {
  field?.classList.remove("chosen");
  field = wanted;
  field.classList.add("chosen");
  choosing.hidden = false;
  choosing.querySelector("[role=status]").textContent =
    `Choose the words of ${told()}: with the mouse, or with ← →, Shift to lengthen, Enter to take them, Escape to leave.`;
  const panel = panels.find((one) => one.dataset.place === input("in").value) ?? panels.at(-1);
  const [start, end] = ["start", "end"].map((part) => input(part).value);
  const text = [...panel.textContent];
  const from = start === "" ? sentence() : { panel, units: text.slice(0, Number(start)).join("").length };
  const until = start === "" || end === "" ? from.units + 1 : text.slice(0, Number(end)).join("").length;
  first = tokens.findIndex((one) => one.panel === from.panel && one.end > from.units);
  first = first < 0 ? 0 : first;
  last = Math.max(first, tokens.findLastIndex((one) => one.panel === from.panel && one.start < until));
  scroller.focus({ preventScroll: true });
  document.querySelector(".edit-text").scrollIntoView({ block: "nearest" });
  mark();
};

// Where the claim's sentence begins.
const sentence = () => {
  const lit = scroller.querySelector(".evidence") ?? scroller.querySelector(".w");
  const panel = lit?.closest("[data-place]") ?? panels.at(-1);
  if (!lit) return { panel, units: 0 };
  const before = document.createRange();
  before.setStart(panel, 0);
  before.setEndBefore(lit);
  return { panel, units: before.toString().length };
};

const leave = () => {
  const button = field?.querySelector(".pick");
  field?.classList.remove("chosen");
  field = null;
  choosing.hidden = true;
  getSelection().removeAllRanges();
  button?.focus();
};

const use = () => {
  const chosen = selected();
  if (!field || !chosen) return;
  input("start").value = chosen.start;
  input("end").value = chosen.end;
  input("in").value = chosen.place;
  const name = `${field.dataset.words}-words`;
  let words = document.getElementsByName(name)[0];
  if (!words) {
    words = Object.assign(document.createElement("input"), { type: "hidden", name });
    field.append(words);
  }
  words.value = chosen.words;
  field.querySelector("output").textContent = quoted(chosen.words);
  field.closest(".row").classList.remove("blank");
  leave();
};

document.addEventListener("selectionchange", () => {
  take.disabled = !field || !selected();
});
scroller.addEventListener("pointerup", (event) => {
  // The selection of a click that ends one is gone only after this event.
  if (field && event.pointerType === "mouse") setTimeout(use);
});
take.addEventListener("click", use);
choosing.querySelector(".leave").addEventListener("click", leave);

for (const one of document.querySelectorAll("[data-words]")) {
  const button = one.querySelector(".pick");
  button.hidden = false;
  button.addEventListener("click", () => choose(one));
  // Offsets that are typed are other words than those chosen before.
  one.querySelector("details").addEventListener("input", () => {
    document.getElementsByName(`${one.dataset.words}-words`)[0]?.remove();
    const [start, end] = ["start", "end"].map((part) => Number(one.querySelector(`[name$="-${part}"]`).value));
    const panel = panels.find((place) => place.dataset.place === one.querySelector("select").value);
    const words = panel ? [...panel.textContent].slice(start, end).join("") : "";
    one.querySelector("output").textContent = words ? quoted(words) : "none chosen";
  });
}
// The claim's own sentence comes into sight, however much stands before it.
const own = scroller.querySelector(".evidence") ?? scroller.querySelector(".w");
if (own) scroller.scrollTop += own.getBoundingClientRect().top - scroller.getBoundingClientRect().top - scroller.clientHeight / 4;
document.getElementById("problem")?.focus();
