// Ribbons in the gutter between two neighbouring columns, from each passage to what answers it beside it.

const SVG = "http://www.w3.org/2000/svg";

export class Ribbons {
  /** `links` are the ways from `left`'s passages to `right`'s. */
  constructor(gutter, left, right, links) {
    Object.assign(this, { gutter, left, right });
    this.drawn = links.map((link) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", link.relation);
      gutter.append(path);
      return { ...link, path };
    });
  }

  /** `places` has the measures of each column, `down` how far it is scrolled: nothing is read between two writes. */
  draw(places, down) {
    const { left, right, width, height } = this;
    for (const { from, to, path } of this.drawn) {
      const [start, end] = [places.get(left).get(from), places.get(right).get(to)];
      const [a, b] = [start.top - down.get(left), start.bottom - down.get(left)];
      const [c, d] = [end.top - down.get(right), end.bottom - down.get(right)];
      const [leftSeen, rightSeen] = [b > 0 && a < height, d > 0 && c < height];
      const half = width / 2;
      const shape = `M0 ${a}C${half} ${a} ${half} ${c} ${width} ${c}V${d}C${half} ${d} ${half} ${b} 0 ${b}Z`;
      path.setAttribute("d", leftSeen || rightSeen ? shape : "");
      path.classList.toggle("leaving", leftSeen !== rightSeen);
    }
  }

  /** To be called when the page's measures change. */
  resize() {
    ({ width: this.width, height: this.height } = this.gutter.getBoundingClientRect());
  }

  /** Make those stand out of which both ends are in `passages`. */
  light(passages) {
    for (const { from, to, path } of this.drawn) path.classList.toggle("lit", passages.has(from) && passages.has(to));
  }
}
