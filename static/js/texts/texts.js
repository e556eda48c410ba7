// Texts side by side: they scroll together by the passages that meet, which ribbons join and a pointer lights up.
// Without this file each text scrolls for itself, and the signs behind its passages are plain links.

import { across, chain } from "./alignment.js";
import { linksIn, measure, partsOf, passageOf } from "./columns.js";
import { Ribbons } from "./ribbons.js";

const frame = document.querySelector(".sheets");
const columns = [...frame.querySelectorAll(".whole")];
const links = new Map(columns.map((column) => [column, linksIn(column)]));
const home = new Map(columns.flatMap((column) => [...measure(column).keys()].map((id) => [id, column])));
const between = (here, there) => links.get(here).filter((link) => home.get(link.to) === there);
const ribbons = [...frame.querySelectorAll(".ribbons")].map((gutter, place) => {
  const [left, right] = columns.slice(place, place + 2);
  return new Ribbons(gutter, left, right, between(left, right));
});
const button = document.querySelector(".together");
const settled = new Map(); // where each column was put, so that its scroll event is known to be our own
let places, chains, mover, waiting;
let together = !matchMedia("(prefers-reduced-motion: reduce)").matches;

function chainOf(here, there) {
  const known = chains.get(here) ?? chains.set(here, new Map()).get(here);
  if (!known.has(there)) {
    const points = between(here, there).map(({ from, to }) => [places.get(here).get(from).top, places.get(there).get(to).top]);
    known.set(there, chain(points, here.scrollHeight, there.scrollHeight));
  }
  return known.get(there);
}

/** Bring every other column to where `here` is, so that what answers `height` stands as far down as it does. */
function follow(here, height, exact = new Map()) {
  for (const there of columns.filter((column) => column !== here)) {
    const answer = exact.get(there) ?? across(chainOf(here, there), height);
    there.scrollTop = answer - (height - here.scrollTop);
    settled.set(there, there.scrollTop);
  }
  settled.set(here, here.scrollTop);
}

/** The height by which others follow: it wanders from the top of the column to its foot as the text is read. */
function readingHeight(column) {
  const room = column.scrollHeight - column.clientHeight;
  return column.scrollTop + (room > 0 ? column.scrollTop / room : 0) * column.clientHeight;
}

function draw() {
  waiting = undefined;
  const moved = mover && Math.abs(mover.scrollTop - (settled.get(mover) ?? -9)) > 1;
  if (together && moved) follow(mover, readingHeight(mover));
  for (const ribbon of ribbons) ribbon.draw(places);
}

function later() {
  waiting ??= requestAnimationFrame(draw);
}

function remeasure() {
  places = new Map(columns.map((column) => [column, measure(column)]));
  chains = new Map();
  for (const ribbon of ribbons) ribbon.resize();
  later();
}

/** Bring what answers the passage of the page's address level with it, and `source`, from where it was reached. */
function arrive(source = "") {
  const id = location.hash.slice(1);
  const here = home.get(id);
  if (!here || !together) return;
  const answers = links.get(here).filter((link) => link.from === id).map((link) => link.to).reverse();
  const top = (passage) => places.get(home.get(passage)).get(passage).top;
  const exact = [...answers, source].filter((passage) => home.has(passage)).map((passage) => [home.get(passage), top(passage)]);
  follow(here, top(id), new Map(exact));
  later();
}

/** Light up a passage and what answers it; with a `way` only what that leads to. */
function light(id, way) {
  const answers = id ? links.get(home.get(id)).filter((link) => link.from === id && (!way || link.to === way)) : [];
  const lit = new Set(answers.flatMap((link) => [link.from, link.to]));
  for (const part of frame.querySelectorAll(".claimed.lit")) part.classList.remove("lit");
  for (const passage of lit) for (const part of partsOf(passage)) part.classList.add("lit");
  for (const ribbon of ribbons) ribbon.light(lit);
}

for (const column of columns) {
  column.addEventListener("scroll", () => {
    if (Math.abs(column.scrollTop - (settled.get(column) ?? -9)) > 1) mover = column;
    later();
  }, { passive: true });
}
for (const event of ["pointerover", "focusin"]) {
  frame.addEventListener(event, ({ target }) => light(passageOf(target), target.closest("a.to")?.hash.slice(1)));
}
frame.addEventListener("pointerleave", () => light(""));

let clicked = "";
frame.addEventListener("click", ({ target }) => { clicked = target.closest("a.to") ? passageOf(target) : ""; });
addEventListener("hashchange", () => { arrive(clicked); clicked = ""; });
button.hidden = columns.length < 2;
button.setAttribute("aria-pressed", together);
button.addEventListener("click", () => {
  together = !together;
  button.setAttribute("aria-pressed", together);
  if (together && mover) follow(mover, readingHeight(mover));
  later();
});

remeasure();
new ResizeObserver(remeasure).observe(frame);
for (const column of columns) new ResizeObserver(remeasure).observe(column.firstElementChild);
document.fonts.ready.then(() => {
  remeasure();
  const column = home.get(location.hash.slice(1));
  // A page that is loaded again goes back to where it was, but not its columns.
  if (column) column.scrollTop = places.get(column).get(location.hash.slice(1)).top - column.clientHeight / 3;
  arrive();
});
