// Texts side by side: they scroll together by the passages that meet, which ribbons join and a pointer lights up.
// Without this file each text scrolls for itself, and the signs behind its passages are plain links.

import { linksIn, partsOf, passageOf, passagesIn } from "./columns.js";
import { Following } from "./following.js";
import { Ribbons } from "./ribbons.js";

const frame = document.querySelector(".sheets");
const button = document.querySelector(".together");
const columns = [...frame.querySelectorAll(".whole")];
const links = new Map(columns.map((column) => [column, linksIn(column)]));
const home = new Map(columns.flatMap((column) => passagesIn(column).map((passage) => [passage, column])));
const between = (here, there) => links.get(here).filter((link) => home.get(link.to) === there);
const answers = (passage) => links.get(home.get(passage)).filter((link) => link.from === passage);
const following = new Following(columns, between);
const ribbons = [...frame.querySelectorAll(".ribbons")].map((gutter, place) => {
  const [left, right] = columns.slice(place, place + 2);
  return new Ribbons(gutter, left, right, between(left, right));
});
let together = !matchMedia("(prefers-reduced-motion: reduce)").matches;
let mover, waiting, source;

function draw() {
  waiting = undefined;
  if (together && mover && following.moved(mover)) following.follow(mover);
  const down = new Map(columns.map((column) => [column, column.scrollTop]));
  for (const ribbon of ribbons) ribbon.draw(following.places, down);
}

function later() {
  waiting ??= requestAnimationFrame(draw);
}

function remeasure() {
  following.remeasure();
  for (const ribbon of ribbons) ribbon.resize();
  later();
}

/** Bring what answers the passage of the page's address level with it, and that from which the reader came. */
function arrive() {
  const passage = location.hash.slice(1);
  if (together && home.has(passage)) {
    const others = [...answers(passage).map((link) => link.to).reverse(), ...(source ? [source] : [])];
    const exact = new Map(others.map((other) => [home.get(other), following.top(home.get(other), other)]));
    following.level(home.get(passage), following.top(home.get(passage), passage), exact);
  }
  source = undefined;
  later();
}

/** Light up a passage and what answers it; with a `way` only what that leads to. */
function light(passage, way) {
  const lit = new Set();
  for (const { from, to } of home.has(passage) ? answers(passage) : []) if (!way || way === to) lit.add(from).add(to);
  for (const part of frame.querySelectorAll(".claimed.lit")) part.classList.remove("lit");
  for (const part of [...lit].flatMap(partsOf)) part.classList.add("lit");
  for (const ribbon of ribbons) ribbon.light(lit);
}

for (const column of columns) {
  column.addEventListener("scroll", () => {
    if (following.moved(column)) mover = column;
    later();
  }, { passive: true });
}
for (const event of ["pointerover", "focusin"]) {
  frame.addEventListener(event, ({ target }) => light(passageOf(target), target.closest("a.to")?.hash.slice(1)));
}
frame.addEventListener("pointerleave", () => light(""));
frame.addEventListener("click", ({ target }) => { if (target.closest("a.to")) source = passageOf(target); });
addEventListener("hashchange", arrive);
button.hidden = columns.length < 2;
button.setAttribute("aria-pressed", together);
button.addEventListener("click", () => {
  together = !together;
  button.setAttribute("aria-pressed", together);
  if (together && mover) following.follow(mover);
  later();
});

remeasure();
new ResizeObserver(remeasure).observe(frame);
for (const column of columns) new ResizeObserver(remeasure).observe(column.firstElementChild);
document.fonts.ready.then(() => {
  remeasure();
  const passage = location.hash.slice(1);
  const column = home.get(passage);
  // A page that is loaded again goes back to where it was, but not its columns.
  if (column) column.scrollTop = following.top(column, passage) - column.clientHeight / 3;
  arrive();
});
