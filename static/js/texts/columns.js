// What stands where: the columns, their passages, and which of these answer each other. Measured, never guessed.

/** The id of the passage that `element` is, or stands in; empty where it is in none. */
export function passageOf(element) {
  const passage = element.closest(".claimed");
  return passage ? passage.id || passage.dataset.of : "";
}

/** The ids of a column's passages. */
export function passagesIn(column) {
  return [...column.querySelectorAll(".claimed[id]")].map((passage) => passage.id);
}

/** The parts of a passage: another one may interrupt it. */
export function partsOf(id) {
  return [document.getElementById(id), ...document.querySelectorAll(`[data-of="${id}"]`)].filter(Boolean);
}

/** The ways from passage to passage, each pair once for each of its sides: {from, to, relation}. */
export function linksIn(column) {
  return [...column.querySelectorAll("a.to")].map((way) => ({
    from: passageOf(way),
    to: way.hash.slice(1),
    relation: way.classList[1],
  }));
}

/** For each passage of a column its top and bottom, from the start of the column's text. */
export function measure(column) {
  const start = column.getBoundingClientRect().top - column.scrollTop;
  const found = new Map();
  for (const passage of column.querySelectorAll(".claimed")) {
    const id = passageOf(passage);
    const box = passage.getBoundingClientRect();
    const known = found.get(id) ?? { top: Infinity, bottom: -Infinity };
    found.set(id, { top: Math.min(known.top, box.top - start), bottom: Math.max(known.bottom, box.bottom - start) });
  }
  return found;
}
