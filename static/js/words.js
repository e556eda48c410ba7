// The words of a text that is shown in runs and marks: where each stands, and what a stretch of them says.

// Text that is the page's own, such as a statement's number, is none of the article's.
const own = (node) => node.parentElement.closest(".mark-number") === null;

function pieces(paragraph) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (own(walker.currentNode)) found.push(walker.currentNode);
  return found;
}

// Each word with its first and last place in the page, the paragraph, and its place in the article's text.
function wordsOf(paragraph) {
  const nodes = pieces(paragraph);
  const text = nodes.map((node) => node.data).join("");
  const place = (offset) => {
    let left = offset;
    for (const node of nodes) {
      if (left <= node.length) return [node, left];
      left -= node.length;
    }
    return null;
  };
  const start = Number(paragraph.dataset.start);
  return [...text.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    paragraph,
    at: start + match.index,
    from: place(match.index + 1).map((part, k) => (k ? part - 1 : part)),
    to: place(match.index + match[0].length),
  }));
}

export const words = (root) => [...root.querySelectorAll("p[data-start]")].flatMap(wordsOf);

export function range(one, other) {
  const made = document.createRange();
  made.setStart(...one.from);
  made.setEnd(...other.to);
  return made;
}

// A line for each paragraph: a statement that runs on into the next has a stretch in each.
export function said(chosen) {
  const lines = [];
  for (const [k, word] of chosen.entries()) {
    if (k && chosen[k - 1].paragraph === word.paragraph) lines[lines.length - 1] += ` ${word.text}`;
    else lines.push(word.text);
  }
  return lines.map(bare).join("\n");
}

// Without the mark that ends a sentence, and without the quotation marks around all of it.
function bare(line) {
  const ended = line.replace(/[.,;:!?…]+$/, "");
  const quoted = /^[“"„«]([^“”"„«»]+)[”"»]$/.exec(ended);
  return quoted ? quoted[1].replace(/[.,;:]+$/, "") : ended;
}
