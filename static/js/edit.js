// Picking words of a text for a statement: with the mouse or a finger, or with arrow keys. What is picked goes into the
// form, which does all of it without script, too.
import { range, said, words } from "./words.js";

let all = [];
let caret = 0;
let anchor = 0;

const part = (id) => document.getElementById(id);

function paint(name, ranges) {
  if (CSS.highlights) CSS.highlights.set(name, new Highlight(...ranges));
}

function chosen() {
  return all.slice(Math.min(anchor, caret), Math.max(anchor, caret) + 1);
}

function show() {
  const picked = chosen();
  if (!picked.length) return;
  paint("chosen", [range(picked[0], picked[picked.length - 1])]);
  paint("caret", [range(all[caret], all[caret])]);
  part("caret").textContent = said(picked).slice(0, 200);
  all[caret].to[0].parentElement.scrollIntoView({ block: "nearest" });
}

function take(field) {
  const picked = chosen();
  part(field).value = said(picked);
  if (field === "content") part("at").value = picked[0].at;
}

// The word above or below, by where it stands on the screen.
function vertical(step) {
  const here = range(all[caret], all[caret]).getBoundingClientRect();
  const rows = all.map((word, k) => [k, range(word, word).getBoundingClientRect()]);
  const beyond = rows.filter(([, box]) => (step > 0 ? box.top > here.bottom - 2 : box.bottom < here.top + 2));
  const far = ([, box]) => Math.abs(box.top - here.top) * 10 + Math.abs(box.left - here.left);
  return beyond.sort((a, b) => far(a) - far(b))[0]?.[0] ?? caret;
}

const MOVES = {
  ArrowRight: () => Math.min(caret + 1, all.length - 1),
  ArrowLeft: () => Math.max(caret - 1, 0),
  ArrowDown: () => vertical(1),
  ArrowUp: () => vertical(-1),
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !all.length) return;
  if (MOVES[event.key]) {
    caret = MOVES[event.key]();
    if (!event.shiftKey) anchor = caret;
    show();
  } else if (event.key === "Enter" && event.target.id === "words") {
    take("content");
    document.querySelector("[name=speaker]")?.focus();
  } else if (event.key === "c") take("cue");
  else return;
  event.preventDefault();
}

// What the mouse or a finger selected, out to whole words.
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !part("words").contains(selection.anchorNode)) return;
  const there = selection.getRangeAt(0);
  const inside = all.flatMap((word, k) => {
    const box = range(word, word);
    const ends = there.compareBoundaryPoints(Range.END_TO_START, box) < 0;
    return ends && there.compareBoundaryPoints(Range.START_TO_END, box) > 0 ? [k] : [];
  });
  if (!inside.length) return;
  [anchor, caret] = [inside[0], inside[inside.length - 1]];
  show();
  take("content");
}

// Where the form's stretches stand, the first word and the last of each.
function stretches() {
  let from = Math.max(all.findIndex((word) => word.at + word.text.length > Number(part("at").value)), 0);
  const found = [];
  for (const line of part("content").value.split("\n")) {
    const parts = line.split(/\s+/).filter(Boolean);
    const stands = (k) => parts.every((text, n) => all[k + n]?.text.includes(text));
    const k = parts.length ? all.findIndex((_, n) => n >= from && stands(n)) : -1;
    if (k < 0) continue;
    from = k + parts.length;
    found.push([k, from - 1]);
  }
  return found;
}

function begin() {
  all = words(part("words"));
  const found = stretches();
  [anchor, caret] = found[0] ?? [0, 0];
  paint("chosen", found.map(([one, other]) => range(all[one], all[other])));
  paint("caret", []);
  for (const hidden of document.querySelectorAll(".picking")) hidden.hidden = false;
  part("words").tabIndex = 0;
  part("pick").addEventListener("click", () => {
    part("words").focus();
    show();
  });
  part("words").addEventListener("keydown", pressed);
}

let waiting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(selected, 200);
});
document.body.addEventListener("htmx:afterSettle", () => {
  if (!all[0]?.paragraph.isConnected) begin();
});
begin();
