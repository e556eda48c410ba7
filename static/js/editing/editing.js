// Correcting statements in the text: what is picked, dragged or stepped goes into the form, which does all of it without
// script, too.
import { Draft, paint } from "./draft.js";
import { Handles } from "./handles.js";
import { Picking } from "./picking.js";
import { Text } from "./text.js";

const part = (id) => document.getElementById(id);
const NUDGES = { "start-earlier": [0, -1], "start-later": [0, 1], "end-earlier": [1, -1], "end-later": [1, 1] };
let draft, handles, picking;

const links = () => [...document.querySelectorAll("#words a[data-places]")];
const places = (link) => [...link.dataset.places.matchAll(/(\d+)-(\d+)/g)].map((found) => found.slice(1).map(Number));

// The next thing in the text, or the one before: of the statement or claim that the form is about, or of all.
function walk(step) {
  const all = links();
  const here = all.findIndex((link) => link.hasAttribute("aria-current"));
  const to = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  if (!to) return;
  to.focus({ preventScroll: true });
  to.click();
}

// A press on marked words, without selecting any, chooses what they are of: the shortest.
function pressed(event) {
  if (!getSelection().isCollapsed || event.target.closest("a, .handle")) return;
  const held = (range) => [...range.getClientRects()].some(
    (box) => box.left <= event.clientX && event.clientX <= box.right && box.top <= event.clientY && event.clientY <= box.bottom,
  );
  const length = (link) => places(link).reduce((sum, [start, end]) => sum + end - start, 0);
  const there = links().filter((link) => places(link).some((place) => held(draft.text.range(place))));
  there.sort((one, other) => length(one) - length(other))[0]?.click();
}

// What the machine had read, marked in the text for as long as it is unfolded.
function machine() {
  const read = part("machine");
  const shown = read?.open ? places(read) : [];
  paint("machine", shown.map((place) => draft.text.range(place)));
}

// What the form is about is brought into sight, above the form where that lies over the foot of the page.
function seen() {
  const here = draft.content.length ? draft.text.range(draft.content[0]) : null;
  const box = here?.getBoundingClientRect();
  const foot = getComputedStyle(part("item")).position === "fixed" ? part("item").offsetHeight : 0;
  if (!box || (box.top >= 0 && box.bottom <= innerHeight - foot)) return;
  scrollBy(0, box.top - (innerHeight - foot) / 3);
}

function nudge(event) {
  const [side, by] = NUDGES[event.currentTarget.value];
  const place = side ? draft.content.at(-1) : draft.content[0];
  if (!place) return;
  event.preventDefault();
  draft.step(place, side, by);
}

function begin() {
  draft = new Draft(new Text(part("words")));
  handles = new Handles(draft, part("handles"));
  picking = new Picking(draft);
  for (const hidden of document.querySelectorAll(".picking")) hidden.hidden = false;
  picking.leave();
  handles.show();
  machine();
  const words = part("words");
  words.tabIndex = 0;
  words.addEventListener("keydown", (event) => picking.pressed(event));
  words.addEventListener("click", pressed);
  part("pick").addEventListener("click", () => {
    words.focus({ preventScroll: true });
    picking.show();
  });
  for (const button of part("take").querySelectorAll("button")) {
    // Not to lose the selection that it is about.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      picking.selected();
      picking.take(button.value);
    });
  }
  for (const button of document.querySelectorAll(".nudges button")) button.addEventListener("click", nudge);
  for (const field of ["content", "cue"]) part(field)?.addEventListener("input", () => draft.read());
  part("machine")?.addEventListener("toggle", machine);
  seen();
  new ResizeObserver(() => handles.show()).observe(words);
}

document.addEventListener("drafted", () => handles?.show());
document.addEventListener("keydown", (event) => {
  const step = { ".": 1, ",": -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("no keys") !== null) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox])") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  walk(step);
});
let waiting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => picking.selected(), 200);
});
document.body.addEventListener("htmx:afterSettle", () => {
  if (!draft.text.paragraphs[0]?.element.isConnected) begin();
});
begin();
