// The text as it is shown in runs and marks: its words with their offsets, which count code points as the server's do.

// What is the page's own, such as a statement's number, is none of the article's.
const own = (node) => node.parentElement.closest(".mark-number") !== null;

function paragraphOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    if (own(walker.currentNode)) continue;
    nodes.push([walker.currentNode, text.length]);
    text += walker.currentNode.data;
  }
  const start = Number(element.dataset.start);
  const points = [...text].length === text.length ? null : [...text];
  return {
    element,
    text,
    nodes,
    start,
    end: start + (points ?? text).length,
    // Between code points, in which offsets count, and UTF-16 units, in which strings here do.
    unit: (point) => (points ? points.slice(0, point - start).join("").length : point - start),
    point: (unit) => start + (points ? [...text.slice(0, unit)].length : unit),
  };
}

function wordsOf(paragraph) {
  return [...paragraph.text.matchAll(/[^\s—]+/gu)]
    .filter((match) => /[\p{L}\p{N}]/u.test(match[0]))
    .map((match) => ({
      paragraph,
      start: paragraph.point(match.index),
      end: paragraph.point(match.index + match[0].length),
    }));
}

export class Text {
  constructor(root) {
    this.paragraphs = [...root.querySelectorAll("p[data-start]")].map(paragraphOf);
    this.words = this.paragraphs.flatMap(wordsOf);
  }

  at(offset) {
    return this.paragraphs.find((one) => one.start <= offset && offset < one.end) ?? this.paragraphs.at(-1);
  }

  // What stands between two offsets of one paragraph.
  said([start, end]) {
    const paragraph = this.at(start);
    return paragraph ? paragraph.text.slice(paragraph.unit(start), paragraph.unit(end)) : "";
  }

  range([start, end]) {
    const made = document.createRange();
    const [first, last] = [this.at(start), this.at(end - 1)];
    const place = (paragraph, unit, inside) => {
      const found = paragraph.nodes.findLast(([, from]) => (inside ? from <= unit : from < unit)) ?? paragraph.nodes[0];
      return [found[0], Math.min(unit - found[1], found[0].length)];
    };
    made.setStart(...place(first, first.unit(start), true));
    made.setEnd(...place(last, last.unit(end), false));
    return made;
  }

  // The first and the last word (by number) of a stretch.
  inside([start, end]) {
    const first = this.words.findIndex((word) => word.end > start);
    const last = this.words.findLastIndex((word) => word.start < end);
    return [Math.max(first, 0), Math.max(last, first, 0)];
  }

  // Where words stand, whatever white space is between them; of several places the one nearest to an offset.
  find(words, near) {
    const parts = words.split(/\s+/).filter(Boolean).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    if (!parts.length) return null;
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])${parts.join("\\s+")}(?![\\p{L}\\p{N}_])`, "gu");
    const places = this.paragraphs.flatMap((one) =>
      [...one.text.matchAll(pattern)].map((match) => [one.point(match.index), one.point(match.index + match[0].length)]),
    );
    return places.sort((a, b) => Math.abs(a[0] - near) - Math.abs(b[0] - near))[0] ?? null;
  }

  // Words from one to another as stretches, one in each paragraph, without what only surrounds them.
  stretches(one, other) {
    const chosen = this.words.slice(Math.min(one, other), Math.max(one, other) + 1);
    const within = [...new Set(chosen.map((word) => word.paragraph))];
    return within.map((paragraph) => {
      const there = chosen.filter((word) => word.paragraph === paragraph);
      return this.bare([there[0].start, there.at(-1).end]);
    });
  }

  // Without the mark that ends a sentence, quotation marks around all of it, and one that has no other.
  bare([start, end]) {
    const words = this.said([start, end]);
    let left = 0;
    let right = words.replace(/[.,;:!?…]+$/u, "").length;
    const inner = () => words.slice(left, right);
    const [opens, closes] = [/^[“"„«]/u, /[”"»“]$/u];
    const alone = inner().slice(1, -1).search(/[“”"„«»]/u) < 0;
    if (opens.test(inner()) && (alone || !/[”"»]/u.test(inner().slice(1)))) left += 1;
    if (closes.test(inner()) && !/[“"„«]/u.test(inner().slice(0, -1))) {
      right = left + inner().slice(0, -1).replace(/[.,;:]+$/u, "").length;
    }
    const points = (units) => [...words.slice(0, units)].length;
    return [start + points(left), start + points(right)];
  }
}
