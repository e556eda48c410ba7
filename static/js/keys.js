// Keys for readers: j and k walk the rows, o opens the reasons of one, f goes to what narrows them, ? tells of the keys.
const ROWS = ".claims tr.row, .cards > .card, .line";
const help = document.getElementById("keys");
const wanted = document.getElementById("keys-wanted");
const REFUSED = "no keys";

const shown = (element) => element.offsetParent !== null;
const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => shown(row) && row.querySelector("a[href]"));

// The row that has the focus, else the one that the address names.
function current(all) {
  const here = document.activeElement?.closest(ROWS) ?? document.querySelector(":target")?.closest(ROWS);
  return here ? all.indexOf(here) : -1;
}

function walk(step) {
  const all = rows();
  const row = all[Math.min(Math.max(current(all) + step, 0), all.length - 1)];
  if (!row) return;
  row.querySelector("a[href]").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function open() {
  const all = rows();
  const reasons = all[current(all)]?.querySelector("details.why, details");
  if (!reasons) return;
  reasons.open = !reasons.open;
  reasons.querySelector("summary").focus();
}

const DONE = {
  j: () => walk(1),
  k: () => walk(-1),
  o: open,
  f: () => [...document.querySelectorAll("main form :is(input, select)")].find(shown)?.focus(),
  "?": () => help.showModal(),
};

function writing(target) {
  return target.closest("input, select, textarea, [contenteditable]") !== null;
}

function refused() {
  return localStorage.getItem(REFUSED) !== null;
}

document.addEventListener("keydown", (event) => {
  const done = DONE[event.key];
  if (!done || event.ctrlKey || event.metaKey || event.altKey || writing(event.target) || help.open) return;
  if (refused() && event.key !== "?") return;
  event.preventDefault();
  done();
});

wanted.checked = !refused();
wanted.addEventListener("change", () => {
  if (wanted.checked) localStorage.removeItem(REFUSED);
  else localStorage.setItem(REFUSED, "1");
});

// A browser leaves a control of which it sees an edge where it is: in a frame that scrolls sideways, bring in all of it.
document.addEventListener("focusin", ({ target }) => {
  if (target.closest(".scroll.wide") && target.matches(":focus-visible")) {
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});
