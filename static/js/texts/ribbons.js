// Ribbons between two columns, from each passage of the one to what answers it in the other.

const SVG = "http://www.w3.org/2000/svg";

export class Ribbons {
  /**
   * `links` are the ways from `left`'s passages to `right`'s. Between neighbours all are drawn, in their gutter; else
   * (`lit`) those alone that are lit up, on a layer behind the columns between.
   */
  constructor(layer, left, right, links, { lit = false } = {}) {
    Object.assign(this, { layer, left, right, links, lit, drawn: [] });
    if (!lit) this.drawn = links.map((link) => this.added(link));
  }

  added(link) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", link.relation);
    this.layer.append(path);
    return { ...link, path };
  }

  /** `places` has the measures of each column, `down` how far it is scrolled: nothing is read between two writes. */
  draw(places, down) {
    const { left, right, start, end, height } = this;
    for (const { from, to, path } of this.drawn) {
      const [one, other] = [places.get(left).get(from), places.get(right).get(to)];
      const [a, b] = [one.top - down.get(left), one.bottom - down.get(left)];
      const [c, d] = [other.top - down.get(right), other.bottom - down.get(right)];
      const [leftSeen, rightSeen] = [b > 0 && a < height, d > 0 && c < height];
      const half = (start + end) / 2;
      const shape = `M${start} ${a}C${half} ${a} ${half} ${c} ${end} ${c}V${d}C${half} ${d} ${half} ${b} ${start} ${b}Z`;
      path.setAttribute("d", leftSeen || rightSeen ? shape : "");
      path.classList.toggle("leaving", leftSeen !== rightSeen);
    }
  }

  /** To be called when the page's measures change. */
  resize() {
    const layer = this.layer.getBoundingClientRect();
    this.height = layer.height;
    this.start = this.left.getBoundingClientRect().right - layer.left;
    this.end = this.right.getBoundingClientRect().left - layer.left;
  }

  /**
   * Make those stand out of which both ends are in `passages`; to be drawn afterwards. Across other columns only those
   * of `passage` itself: with those among its answers the columns between would be a thicket.
   */
  light(passages, passage) {
    const isLit = ({ from, to }) => passages.has(from) && passages.has(to);
    if (this.lit) {
      for (const { path } of this.drawn) path.remove();
      const own = ({ from, to }) => from === passage || to === passage;
      this.drawn = this.links.filter((link) => own(link) && isLit(link)).map((link) => this.added(link));
    }
    for (const ribbon of this.drawn) ribbon.path.classList.toggle("lit", isLit(ribbon));
  }
}
