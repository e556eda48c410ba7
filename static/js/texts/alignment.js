// Where one text is when another is somewhere: along the passages that meet, straight between them.

/**
 * Of `points` ([here, there], heights in two texts) the longest run that goes down in both, with the texts' own
 * ends. A passage that was moved to elsewhere is left out, so that scrolling never jumps back.
 */
export function chain(points, here, there) {
  const inside = points.filter(([x, y]) => x > 0 && x < here && y > 0 && y < there);
  const sorted = inside.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const longest = [];
  sorted.forEach((point, place) => {
    let best = { length: 0, before: -1 };
    for (let before = 0; before < place; before += 1) {
      const goesOn = sorted[before][0] < point[0] && sorted[before][1] < point[1];
      if (goesOn && longest[before].length > best.length) best = { length: longest[before].length, before };
    }
    longest.push({ length: best.length + 1, before: best.before });
  });
  let last = longest.reduce((found, one, place) => (found < 0 || one.length > longest[found].length ? place : found), -1);
  const kept = [];
  for (; last >= 0; last = longest[last].before) kept.unshift(sorted[last]);
  return [[0, 0], ...kept, [here, there]];
}

/** The height in the other text that answers `height` in this one. */
export function across(points, height) {
  const after = points.findIndex(([x]) => x >= height);
  if (after < 0) return points[points.length - 1][1];
  if (after === 0) return points[0][1];
  const [[x, y], [nextX, nextY]] = [points[after - 1], points[after]];
  return y + ((height - x) / (nextX - x)) * (nextY - y);
}
