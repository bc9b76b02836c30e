// Elements, style sheets, the clipboard and the API: what the other parts share.

// An element; texts are set as text, never as markup. Attributes that are null or false stay away.
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// A sheet that a page's policy on inline styles doesn't concern; an element of style elsewhere.
function adopt(root, css) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    (root.head || root).append(el("style", {}, css));
  }
}

// What a browser obeys or hides (controls, bidi marks, characters without width) is shown by its
// code, so that a text can't look like another.
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const shown = (text) =>
  String(text ?? "").replace(UNSEEN, (one) => `<U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);

// What a glossary says, in whatever language that is.
const quoted = (tag, text, more = {}) => el(tag, { class: "quoted", dir: "auto", lang: "", ...more }, shown(text));

const filled = (pattern, value) => pattern.replace("{}", () => value);

async function toClipboard(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // no clipboard without https, or none allowed: copy as a page of old would
    const area = el("textarea", { class: "unseen" });
    area.value = text;
    near.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

const whereIs = (citation, words) => citation.locator || filled(words.line, citation.line);

// Title and place, for eyes.
const fromWhere = (one, words, ...before) =>
  el("span", {}, ...before, el("span", { dir: "auto", lang: "" }, shown(one.title)), " ", el("span", { class: "place" }, `· ${shown(whereIs(one, words))}`));

// What is copied of a citation: the quote as it stands in the document, and where that is.
const citationText = (one, words) =>
  `“${one.quote}” — ${one.term}, ${one.title} (${one.source}), ${whereIs(one, words)}`;

// A button that copies, and says whether it could.
function copyButton(citation, words, say) {
  const button = el("button", { type: "button", class: "link" }, words.copy);
  button.addEventListener("click", async () => {
    const done = await toClipboard(citationText(citation, words), button.parentNode);
    button.focus();
    button.textContent = done ? words.copied : words.uncopied;
    say(button.textContent);
    setTimeout(() => (button.textContent = words.copy), 1500);
  });
  return button;
}

// Where a request failed: `kind` is away, busy, refused or wrong; `detail` what the server said.
class Fault extends Error {
  constructor(kind, detail = "", wait_s = 0) {
    super(detail || kind);
    Object.assign(this, { kind, detail, wait_s });
  }
}

const PATIENCE_MS = 15000;

// Asks the API at an address; to another origin no cookie goes with it, and of the page its origin.
async function post(api, path, body) {
  let answer;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    answer = await fetch(new URL(path, api), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: stop.signal,
    });
    if (answer.ok) return await answer.json();
  } catch {
    throw new Fault("away");
  } finally {
    clearTimeout(timer);
  }
  const told = await answer.json().catch(() => ({}));
  const detail = typeof told?.detail === "string" ? told.detail : "";
  const wait_s = Number(answer.headers.get("retry-after")) || 0;
  if (answer.status === 429 || answer.status === 503) throw new Fault("busy", "", wait_s);
  if (answer.status >= 500) throw new Fault("away");
  if ([401, 403, 404, 405].includes(answer.status)) throw new Fault("refused", detail);
  throw new Fault("wrong", detail);
}
