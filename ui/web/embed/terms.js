// The page's defined terms: asks the API which there are, marks them, and follows the page's changes.

const PIECE_CHARS = 40000; // of text in one request
const MOST_CHARS = 1000000; // of a page; what stands behind is left alone
const SOON_MS = 400; // after a change; more at once are one
const PATIENT_MS = 3000; // while a page loads its scripts may still be taking hold of its text
const RETRY_S = [3, 10, 30, 120, 300]; // while the API is away
const TIRED = 5; // a text that keeps changing is left alone
const REST_MS = 60000; // for so long

// The offsets of the API count code points, those of JavaScript UTF-16 units.
function unitsOf(text, points) {
  if (!/[\ud800-\udfff]/.test(text)) return points;
  let at = 0;
  let count = 0;
  return points.map((point) => {
    for (; count < point && at < text.length; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
    return at;
  });
}

// ask: asks the API; note: takes a citation, returns the id of what describes it;
// heard: told that the API answered (true) or is away (false); moved: told that the page changed.
class Terms {
  constructor({ ask, note, heard, moved, which, within }) {
    Object.assign(this, { ask, note, heard, moved, which, within });
    this.about = new WeakMap(); // mark -> {citations, first: the mark that has the focus}
    this.first = new Map(); // concept -> its first mark
    this.seen = new WeakMap(); // first text node of a block -> {text, times}
    this.failed = 0;
    this.observer = new MutationObserver((records) => this.changed(records));
    this.until = 0; // no request before
    this.later = ({ type }) => {
      if (type === "online") this.until = 0;
      this.plan();
    };
  }

  begin() {
    this.on = true;
    this.observer.observe(document.documentElement, { childList: true, characterData: true, subtree: true });
    for (const name of ["click", "toggle", "online"]) window.addEventListener(name, this.later, true);
    if (document.readyState === "complete") return this.plan(0);
    this.plan(PATIENT_MS);
    const loaded = () => {
      this.timer = clearTimeout(this.timer);
      this.plan(0);
    };
    window.addEventListener("load", loaded, { once: true });
  }

  end() {
    this.on = false;
    this.timer = clearTimeout(this.timer);
    this.observer.disconnect();
    for (const name of ["click", "toggle", "online"]) window.removeEventListener(name, this.later, true);
    settle();
    for (const node of [...marked.keys()]) unmark(node);
    this.first.clear();
    this.seen = new WeakMap();
  }

  changed(records) {
    if (records.every(({ target }) => target.nodeType === 1 && target.closest("glossator-widget"))) return;
    this.quietly(settle);
    this.moved();
    this.plan();
  }

  // Does something to the page that is no change of its own.
  quietly(act) {
    act();
    this.observer.takeRecords();
  }

  plan(ms = SOON_MS) {
    this.again = true;
    if (!this.on || this.busy || this.timer) return;
    const idle = window.requestIdleCallback || ((act) => setTimeout(act, 1));
    const wait = Math.max(ms, this.until - performance.now());
    this.timer = setTimeout(() => idle(() => this.read(), { timeout: 2000 }), wait);
  }

  root() {
    if (this.within) return document.querySelector(this.within);
    return document.querySelector("main, [role=main]") || document.querySelector("article") || document.body;
  }

  async read() {
    this.timer = 0;
    if (!this.on || this.busy) return;
    this.busy = true;
    this.again = false;
    try {
      for (const piece of this.pieces(this.news())) await this.annotate(piece);
      this.failed = 0;
    } catch (fault) {
      if (["away", "busy"].includes(fault.kind)) this.retry(fault);
      else {
        console.warn("glossator: no terms are marked:", fault.message);
        this.end();
      }
    }
    this.busy = false;
    if (this.again) this.plan();
  }

  retry(fault) {
    this.heard(fault.kind !== "away");
    const wait_s = Math.max(fault.wait_s, RETRY_S[Math.min(this.failed, RETRY_S.length - 1)]);
    this.failed += 1;
    this.until = performance.now() + wait_s * 1000;
    this.again = true;
  }

  // The blocks that are new or have changed, without the marks they had.
  news() {
    const root = this.root();
    if (!root) return [];
    let blocks = [];
    this.quietly(() => (blocks = blocksOf(root)));
    let chars = 0;
    return blocks.filter((block) => {
      chars += block.text.length;
      if (chars > MOST_CHARS || !/\p{L}\p{L}/u.test(block.text)) return false;
      const seen = this.seen.get(block.runs[0].node);
      if (seen?.text === block.text && seen.marks === marksOf(block)) return false;
      if (seen?.times >= TIRED && performance.now() - seen.at < REST_MS) return false;
      this.quietly(() => {
        for (const { node } of block.runs) if (marked.has(node)) unmark(node);
      });
      return true;
    });
  }

  *pieces(blocks) {
    let piece = [];
    let chars = 0;
    for (const block of blocks) {
      if (chars && chars + block.text.length > PIECE_CHARS) {
        yield piece;
        piece = [];
        chars = 0;
      }
      piece.push(block);
      chars += block.text.length + 2;
    }
    if (piece.length) yield piece;
  }

  async annotate(blocks) {
    const text = blocks.map((block) => block.text.replace(LONE, "\ufffd")).join("\n\n");
    let found = { occurrences: [], citations: [] };
    try {
      found = await this.ask({ text, format: "text", which: this.which });
    } catch (fault) {
      if (fault.kind !== "wrong") throw fault;
      console.warn("glossator:", fault.message); // this piece of the text is refused, others may pass
    }
    this.heard(true);
    if (!this.on) return;
    this.quietly(() => this.mark(blocks, text, found));
    for (const block of blocks) {
      const { node } = block.runs[0];
      const before = this.seen.get(node);
      const at = performance.now();
      const times = before && at - before.at < REST_MS ? before.times + 1 : 1;
      this.seen.set(node, { text: block.text, marks: marksOf(block), times, at });
    }
  }

  mark(blocks, text, { occurrences, citations }) {
    const cited = new Map(citations.map((one) => [one.n, one]));
    const units = unitsOf(text, occurrences.flatMap(({ start, end }) => [start, end]));
    const of = new Map(); // text node -> its spans
    let index = 0;
    let from = 0; // where blocks[index] starts in the text
    occurrences.forEach((one, nth) => {
      const start = units[2 * nth];
      while (start >= from + blocks[index].text.length + 2) from += blocks[index++].text.length + 2;
      const spans = spansOf(blocks[index], start - from, units[2 * nth + 1] - from);
      const fresh = ({ node, data }) => node.isConnected && node.data === data; // as it was read
      if (!spans.length || !spans.every(fresh) || !this.wanted(cited.get(one.n))) return;
      const about = { citations: [one.n, ...one.others].map((n) => cited.get(n)) };
      spans.forEach((span, part) => {
        span.mark = this.made(about, one, part);
        if (!of.has(span.node)) of.set(span.node, []);
        of.get(span.node).push(span);
      });
    });
    for (const [node, spans] of of) markNode(node, spans);
  }

  // The names of the page's first terms.
  names(most) {
    const marks = [...this.first.values()].filter((mark) => mark.isConnected);
    const place = (a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    return marks.sort(place).slice(0, most).map((mark) => this.about.get(mark).citations[0].term);
  }

  // Whether this mention of a concept is one to mark.
  wanted({ concept }) {
    return this.which === "all" || !this.first.get(concept)?.isConnected;
  }

  // A mark; a term parted by the page's own markup has several, of which the first takes the focus.
  made(about, one, part) {
    const mark = document.createElement(MARK);
    this.about.set(mark, about);
    if (part) return mark;
    about.first = mark;
    this.first.set(about.citations[0].concept, mark);
    mark.tabIndex = 0;
    mark.onclick = () => {}; // else Safari on a phone sends no click
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-haspopup", "dialog");
    mark.setAttribute("aria-describedby", about.citations.map(this.note).join(" "));
    return mark;
  }
}

// How many text nodes of a block have marks.
const marksOf = (block) => new Set(block.runs.map(({ node }) => node).filter((node) => marked.has(node))).size;

// Half a character, which JSON can't carry.
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
