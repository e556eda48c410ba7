// Texts side by side: they scroll together by the passages that meet, which ribbons join. Pointer and focus light up a
// passage with all that answers it, and join it to that across the columns between.
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
const gutters = [...frame.querySelectorAll(".ribbons")];
const behind = frame.querySelector(".crossings");
const ribbons = columns.flatMap((left, place) => columns.slice(place + 1).map((right, further) => {
  const apart = further > 0;
  return new Ribbons(apart ? behind : gutters[place], left, right, between(left, right), { lit: apart });
}));
let together = !matchMedia("(prefers-reduced-motion: reduce)").matches;
let mover, waiting, source, shown, pointer;

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
  if (together && mover) following.follow(mover);
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
  const asked = `${passage} ${way ?? ""}`;
  if (asked === shown) return;
  shown = asked;
  const lit = new Set();
  for (const { from, to } of home.has(passage) ? answers(passage) : []) if (!way || way === to) lit.add(from).add(to);
  for (const part of frame.querySelectorAll(".claimed.lit")) part.classList.remove("lit");
  for (const part of [...lit].flatMap(partsOf)) part.classList.add("lit");
  for (const ribbon of ribbons) ribbon.light(lit, passage);
  later();
}

for (const column of columns) {
  column.addEventListener("scroll", () => {
    if (following.moved(column)) mover = column;
    later();
  }, { passive: true });
}
frame.addEventListener("pointerover", ({ target, screenX, screenY }) => {
  const rests = pointer === (pointer = `${screenX} ${screenY}`);
  // Texts that scroll under a resting pointer take nothing from who reads by keyboard.
  if (!rests || !frame.querySelector("a.to:focus-visible")) light(passageOf(target), target.closest("a.to")?.hash.slice(1));
});
// By keyboard a passage is come to by its first sign: all that answers it is shown, not what that one leads to alone.
frame.addEventListener("focusin", ({ target }) => light(passageOf(target)));
frame.addEventListener("pointerleave", () => light(passageOf(document.activeElement)));
frame.addEventListener("focusout", ({ relatedTarget }) => { if (!frame.contains(relatedTarget)) light(""); });
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
