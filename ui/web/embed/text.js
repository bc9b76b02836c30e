// A page's running text: reading it in blocks, and putting marks around parts of it.
//
// Each text node of the page stays where it is and keeps what stands before the first mark; marks
// and the text between them are set behind it. So what the page still does with its node (a new
// text, taking it out) works as before, and what was added is then taken back.

// Never looked into: links, code, headings, controls, formulas, what is no text, what isn't shown.
const PASSED_OVER =
  "a,button,code,pre,kbd,samp,var,tt,h1,h2,h3,h4,h5,h6,hgroup,dt,th,dfn,caption,legend,label," +
  "summary,details:not([open]),input,textarea,select,option,datalist,output,script,style,noscript," +
  "template,svg,math,iframe,object,embed,canvas,audio,video,nav,rt,rp,title,glossator-widget,[hidden],[inert]," +
  '[aria-hidden="true"],[contenteditable]:not([contenteditable="false"]),[data-glossator="off"],' +
  "[role=button],[role=link],[role=heading],[role=textbox],[role=searchbox],[role=combobox],[role=tab]," +
  "[role=menuitem],[role=option],[role=checkbox],[role=radio],[role=switch],[role=code],[role=math],[role=img]," +
  "[role=navigation],[role=log],[role=status],[role=alert],[role=timer],.katex,.MathJax,mjx-container,.skip-glossator";
const MARK = "glossator-term";
const BLOCK_CHARS = 20000; // a longer one is parted at the next text node

// What was put into the page: text node -> {full, head, parent, added}.
const marked = new Map();
const ours = new WeakSet(); // marks, and the text between them

// Returns the blocks of running text below an element: {text, runs: [{node, data, from, at, length}]},
// `text` as it is shown: blanks for line ends but where these are kept, no soft hyphens.
function blocksOf(root) {
  const blocks = [];
  let block = { text: "", runs: [] };
  const flush = () => {
    if (block.text.trim()) blocks.push(block);
    block = { text: "", runs: [] };
  };
  const read = (node, style) => {
    const full = marked.has(node) ? marked.get(node).full : node.data;
    if (block.text.length > BLOCK_CHARS) flush();
    const asIs = /^(pre|break-spaces)/.test(style.whiteSpace);
    for (const { 0: part, index } of full.matchAll(/[^\u00ad\u200b\u2060]+/g)) {
      block.runs.push({ node, data: full, from: index, at: block.text.length, length: part.length });
      block.text += asIs ? part : part.replace(/[\t\n\f\r]/g, " ");
    }
  };
  const walk = (element, style) => {
    // parts of a text in a flex container would become items of their own
    const parted = /flex|grid/.test(style.display);
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (!parted && !ours.has(child)) read(child, style);
      } else if (child.nodeType !== Node.ELEMENT_NODE || ours.has(child)) continue;
      else if (child.localName === "br") block.text += "\n";
      else if (child.matches(PASSED_OVER)) block.text += "\n\n";
      else {
        const its = getComputedStyle(child);
        if (its.display === "none") continue;
        const inline = /^(inline$|contents|ruby)/.test(its.display);
        if (!inline) flush();
        walk(child, its);
        if (!inline) flush();
      }
    }
  };
  for (const copy of root.querySelectorAll(MARK)) {
    if (!ours.has(copy)) copy.replaceWith(...copy.childNodes); // the page copied its own markup
  }
  if (!root.matches(PASSED_OVER) && !root.closest(PASSED_OVER)) walk(root, getComputedStyle(root));
  flush();
  return blocks;
}

// Returns where text[start:end] of a block stands: [{node, data, from, to}], one for each text node.
function spansOf(block, start, end) {
  const spans = [];
  for (const { node, data, from, at, length } of block.runs) {
    const first = Math.max(start, at);
    const last = Math.min(end, at + length);
    if (first >= last) continue;
    const span = { node, data, from: from + first - at, to: from + last - at };
    const before = spans[spans.length - 1];
    if (before && before.node === node) before.to = span.to; // parted by a soft hyphen
    else spans.push(span);
  }
  return spans;
}

// Puts marks into one text node. spans: [{from, to, mark}] in order; mark: an element to fill.
function markNode(node, spans) {
  const full = node.data;
  const added = [];
  const between = (text) => {
    const piece = document.createTextNode(text);
    ours.add(piece);
    added.push(piece);
  };
  between(""); // which normalize() takes out, and nothing else does: see settle
  spans.forEach(({ from, to, mark }, index) => {
    mark.textContent = full.slice(from, to);
    ours.add(mark);
    added.push(mark);
    const next = index + 1 < spans.length ? spans[index + 1].from : full.length;
    if (next > to) between(full.slice(to, next));
  });
  node.data = full.slice(0, spans[0].from);
  node.after(...added);
  marked.set(node, { full, head: node.data, parent: node.parentNode, added });
}

// Gives a text node its whole text back.
function unmark(node) {
  const { full, added } = marked.get(node);
  marked.delete(node);
  for (const piece of added) piece.remove();
  node.data = full;
}

// Takes back what was added to text nodes that the page has changed since.
function settle() {
  for (const [node, { head, parent, added }] of marked) {
    const left = added.filter((piece) => piece.parentNode === parent);
    const stays = node.parentNode === parent && node.data === head;
    if (stays && left.length === added.length) continue;
    marked.delete(node);
    const normalized = left[0] !== added[0];
    for (const piece of left) {
      // of a text that was joined or cut the pieces are the page's own now
      if (normalized || stays) ours.delete(piece);
      else piece.remove();
    }
  }
}
