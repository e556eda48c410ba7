// Picking words: selected with the mouse or a finger, or walked with arrow keys. A bar asks what they are to be.
import { paint } from "./draft.js";

const part = (id) => document.getElementById(id);

export class Picking {
  constructor(draft) {
    this.draft = draft;
    this.text = draft.text;
    this.caret = this.anchor = draft.content.length ? this.text.inside(draft.content[0])[0] : 0;
    this.picked = [];
  }

  show() {
    const [one, other] = [Math.min(this.anchor, this.caret), Math.max(this.anchor, this.caret)];
    this.picked = this.text.stretches(one, other);
    const ranges = this.picked.map((place) => this.text.range(place));
    paint("picked", ranges);
    part("caret").textContent = this.picked.map((place) => this.text.said(place)).join(" … ").slice(0, 200);
    part("take").hidden = false;
    const { words } = this.text;
    const here = this.text.range([words[this.caret].start, words[this.caret].end]);
    here.startContainer.parentElement.scrollIntoView({ block: "nearest" });
  }

  leave() {
    this.picked = [];
    paint("picked", []);
    part("caret").textContent = "";
    part("take").hidden = true;
  }

  take(as) {
    if (!this.picked.length) return;
    if (as === "cue") this.draft.attribute(this.picked);
    else this.draft.choose(this.picked, as === "more");
    this.leave();
    getSelection().removeAllRanges();
  }

  // The word above or below, by where it stands on the screen.
  vertical(step) {
    const box = (k) => this.text.range([this.text.words[k].start, this.text.words[k].end]).getBoundingClientRect();
    const here = box(this.caret);
    let [best, least] = [this.caret, Infinity];
    for (let k = this.caret + step; this.text.words[k]; k += step) {
      const there = box(k);
      const down = step > 0 ? there.top - here.top : here.top - there.top;
      if (down < here.height / 2) continue;
      const far = down * 10 + Math.abs(there.left - here.left);
      if (far < least) [best, least] = [k, far];
      if (down * 10 > least) break;
    }
    return best;
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.text.words.length) return;
    const moves = {
      ArrowRight: () => Math.min(this.caret + 1, this.text.words.length - 1),
      ArrowLeft: () => Math.max(this.caret - 1, 0),
      ArrowDown: () => this.vertical(1),
      ArrowUp: () => this.vertical(-1),
    };
    const as = { Enter: "words", e: "more", c: "cue" }[event.key];
    if (moves[event.key]) {
      this.caret = moves[event.key]();
      if (!event.shiftKey) this.anchor = this.caret;
      this.show();
    } else if (event.key === "Escape") this.leave();
    else if (as && event.target.id === "words") {
      this.take(as);
      if (as === "words") document.querySelector("[name=speaker]")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // What the mouse or a finger selected, out to whole words; into an empty form it is taken at once.
  selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !part("words").contains(selection.anchorNode)) return;
    const there = selection.getRangeAt(0);
    const inside = this.text.words.flatMap((word, k) => {
      if (!there.intersectsNode(word.paragraph.element)) return [];
      const box = this.text.range([word.start, word.end]);
      const begun = there.compareBoundaryPoints(Range.END_TO_START, box) < 0;
      return begun && there.compareBoundaryPoints(Range.START_TO_END, box) > 0 ? [k] : [];
    });
    if (!inside.length) return;
    [this.anchor, this.caret] = [inside[0], inside.at(-1)];
    this.show();
    if (!this.draft.content.length) this.draft.choose(this.picked, false);
  }
}
