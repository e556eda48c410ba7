// What the form holds, as stretches of the text: read from its fields, written into them, marked in the text.

const part = (id) => document.getElementById(id);
const parse = (value) => [...value.matchAll(/(\d+)-(\d+)/g)].map(([, start, end]) => [Number(start), Number(end)]);
const line = (words) => words.split(/\s+/).filter(Boolean).join(" ");

export function paint(name, ranges) {
  if (CSS.highlights) CSS.highlights.set(name, new Highlight(...ranges));
}

export class Draft {
  constructor(text) {
    this.text = text;
    this.read();
  }

  // The fields may have been typed in: a place holds where the text has these words there.
  read() {
    this.content = this.placed("content", "places");
    this.cue = this.placed("cue", "cue_at");
    this.shown();
  }

  placed(field, kept) {
    const places = parse(part(kept)?.value ?? "");
    const found = [];
    for (const [k, words] of (part(field)?.value ?? "").split("\n").map(line).filter(Boolean).entries()) {
      const there = places.find((place) => line(this.text.said(place)) === words && !found.includes(place));
      found.push(there ?? this.text.find(words, (places[k] ?? found.at(-1) ?? places[0] ?? [0])[0]));
    }
    return found.filter(Boolean);
  }

  write() {
    this.content.sort((one, other) => one[0] - other[0]);
    // Other words may be quoted otherwise: unless somebody chose the kind, the marks say it again.
    const kind = part("kind");
    if (kind && kind.selectedOptions[0]?.defaultSelected) kind.value = "";
    for (const [field, kept, places] of [["content", "places", this.content], ["cue", "cue_at", this.cue]]) {
      if (!part(field)) continue;
      part(field).value = places.map((place) => line(this.text.said(place))).join("\n");
      part(kept).value = places.map(([start, end]) => `${start}-${end}`).join(",");
    }
    this.shown();
  }

  shown() {
    paint("chosen", this.content.map((place) => this.text.range(place)));
    paint("cue", this.cue.map((place) => this.text.range(place)));
    document.dispatchEvent(new CustomEvent("drafted"));
  }

  // The stretches take the place of what was chosen, or, with `more`, stand beside it, joined with what they meet.
  choose(stretches, more) {
    const apart = (place) => stretches.every((one) => place[1] <= one[0] || one[1] <= place[0]);
    this.content = [...(more ? this.content.filter(apart) : []), ...stretches];
    this.cue = this.cue.filter(apart);
    this.write();
  }

  attribute(stretches) {
    if (!part("cue")) return;
    this.cue = stretches.slice(0, 1);
    this.write();
  }

  // Move one edge (0 the first, 1 the last) of a stretch to the word of that number; what it would run into stops it.
  edge(place, side, number) {
    const word = this.text.words[number];
    const home = this.text.at(place[0]);
    if (!word || word.paragraph !== home) return false;
    const bare = this.text.bare(side ? [place[0], word.end] : [word.start, place[1]]);
    const moved = side ? [place[0], bare[1]] : [bare[0], place[1]];
    const others = [...this.content, ...this.cue].filter((one) => one !== place);
    if (moved[0] >= moved[1] || others.some((one) => one[0] < moved[1] && moved[0] < one[1])) return false;
    [place[0], place[1]] = moved;
    this.write();
    return true;
  }

  step(place, side, by) {
    return this.edge(place, side, this.text.inside(place)[side] + by);
  }
}
