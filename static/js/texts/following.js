// Columns that follow one of their number: where it is in its text, they come to what answers that in theirs.

import { across, chain } from "./alignment.js";
import { measure } from "./columns.js";

export class Following {
  /** `between(here, there)` gives the ways from one column's passages to another's. */
  constructor(columns, between) {
    Object.assign(this, { columns, between, settled: new Map() });
  }

  /** To be called when the page's measures change; scrolling measures nothing. */
  remeasure() {
    this.places = new Map(this.columns.map((column) => [column, measure(column)]));
    this.chains = new Map(this.columns.map((column) => [column, new Map()]));
  }

  top(column, passage) {
    return this.places.get(column).get(passage).top;
  }

  chainOf(here, there) {
    const known = this.chains.get(here);
    if (!known.has(there)) {
      const points = this.between(here, there).map(({ from, to }) => [this.top(here, from), this.top(there, to)]);
      known.set(there, chain(points, here.scrollHeight, there.scrollHeight));
    }
    return known.get(there);
  }

  /** Whether the reader has moved `column` since we last put it somewhere. */
  moved(column) {
    return Math.abs(column.scrollTop - (this.settled.get(column) ?? -9)) > 1;
  }

  /** Bring what answers `height` of `here` level with it in every other column; `exact` has some answers' heights. */
  level(here, height, exact = new Map()) {
    const above = height - here.scrollTop;
    for (const there of this.columns.filter((column) => column !== here)) {
      there.scrollTop = (exact.get(there) ?? across(this.chainOf(here, there), height)) - above;
    }
    for (const column of this.columns) this.settled.set(column, column.scrollTop);
  }

  /** Level at the height that is being read: it wanders from the top of the column to its foot with the text. */
  follow(here) {
    const room = here.scrollHeight - here.clientHeight;
    this.level(here, here.scrollTop + (room > 0 ? here.scrollTop / room : 0) * here.clientHeight);
  }
}
