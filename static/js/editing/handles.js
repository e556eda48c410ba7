// Handles at both ends of the chosen words and of the cue: dragged with a pointer, moved by a word with arrow keys.

const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
const NEAR = 48; // pixels from the edge of the window at which it scrolls while a handle is dragged

// The word whose place on the screen is nearest to a point: in the line of text at that height, then by its distance.
function nearest(text, home, x, y) {
  const of = [];
  for (const [number, word] of text.words.entries()) {
    if (word.paragraph === home) {
      for (const box of text.range([word.start, word.end]).getClientRects()) of.push([number, box]);
    }
  }
  const beyond = (low, high, at) => Math.max(low - at, at - high, 0);
  const far = (box) => beyond(box.top, box.bottom, y) * 100 + beyond(box.left, box.right, x);
  return of.sort((one, other) => far(one[1]) - far(other[1]))[0]?.[0];
}

export class Handles {
  constructor(draft, root) {
    this.draft = draft;
    this.root = root;
    this.all = [];
  }

  // One handle an edge; they are kept while the words stay as many, so that the one that is dragged stays the same.
  show() {
    const places = [...this.draft.content, ...this.draft.cue];
    while (this.all.length > places.length * 2) this.all.pop().remove();
    while (this.all.length < places.length * 2) this.all.push(this.made(this.all.length));
    const base = this.root.parentElement.getBoundingClientRect();
    for (const [k, handle] of this.all.entries()) {
      const place = places[k >> 1];
      const side = k % 2;
      const boxes = [...this.draft.text.range(place).getClientRects()].filter((box) => box.width > 0);
      const box = side ? boxes.at(-1) : boxes[0];
      if (!box) continue;
      const of = this.draft.cue.includes(place) ? "the cue" : "the words";
      const number = this.draft.text.inside(place)[side];
      const word = this.draft.text.words[number];
      handle.style.left = `${(side ? box.right : box.left) - base.left}px`;
      handle.style.top = `${box.top - base.top}px`;
      handle.style.height = `${box.height}px`;
      handle.classList.toggle("of-cue", of === "the cue");
      handle.ariaLabel = `${side ? "End" : "Beginning"} of ${of}`;
      handle.ariaValueNow = String(number + 1);
      handle.ariaValueMax = String(this.draft.text.words.length);
      handle.ariaValueText = this.draft.text.said([word.start, word.end]);
    }
  }

  made(k) {
    const handle = document.createElement("span");
    handle.className = `handle ${k % 2 ? "last" : "first"}`;
    handle.role = "slider";
    handle.tabIndex = 0;
    handle.ariaValueMin = "1";
    handle.addEventListener("keydown", (event) => {
      const by = KEYS[event.key];
      if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.draft.step(this.place(k), k % 2, by);
      handle.scrollIntoView({ block: "nearest" });
    });
    handle.addEventListener("pointerdown", (event) => this.dragged(event, handle, k));
    this.root.append(handle);
    return handle;
  }

  place(k) {
    return [...this.draft.content, ...this.draft.cue][k >> 1];
  }

  // The pointer is captured: the drag goes on outside the window, and ends wherever it is let go.
  dragged(event, handle, k) {
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    const place = this.place(k);
    const home = this.draft.text.at(place[0]);
    const [begun] = [[...place]];
    let at = event;
    let frame = 0;
    const follow = () => {
      const number = nearest(this.draft.text, home, at.clientX, at.clientY);
      if (number !== undefined && number !== this.draft.text.inside(place)[k % 2]) this.draft.edge(place, k % 2, number);
    };
    const scroll = () => {
      const below = at.clientY - (innerHeight - NEAR);
      const above = NEAR - at.clientY;
      if (below > 0 || above > 0) scrollBy(0, below > 0 ? below / 4 : -above / 4);
      follow();
      frame = requestAnimationFrame(scroll);
    };
    const move = (moved) => {
      at = moved;
      if (!frame) frame = requestAnimationFrame(scroll);
    };
    const end = (ended) => {
      cancelAnimationFrame(frame);
      handle.removeEventListener("pointermove", move);
      if (ended.type === "pointercancel") [place[0], place[1]] = begun;
      else if (frame) follow();
      this.draft.write();
    };
    handle.addEventListener("pointermove", move);
    for (const how of ["pointerup", "pointercancel"]) handle.addEventListener(how, end, { once: true });
  }
}
