// The element, and the one that a script tag makes of its own attributes.
//   <script src="https://glossary.example.org/glossator.js" data-terms="all" defer></script>

const NAMES = ["api", "chat", "heading", "lang", "position", "scheme", "terms", "within", "words"];
const own =
  document.currentScript || document.querySelector('script[src*="/glossator.js"]') || document.createElement("script");

class GlossatorWidget extends HTMLElement {
  static observedAttributes = ["api", "scheme", "terms", "within"];

  connectedCallback() {
    if (!this.shadowRoot) {
      this.attachShadow({ mode: "open" });
      adopt(this.shadowRoot, STYLE);
    }
    this.begin();
  }

  disconnectedCallback() {
    this.end();
    // a site that changes pages in place took out the whole body: move to the new one
    if (this.parentNode?.localName === "body" && this.parentNode !== document.body) document.body?.append(this);
  }

  attributeChangedCallback(name, before, now) {
    if (!this.running || before === now) return;
    if (name === "scheme") return void this.toggleAttribute("data-dark", isDark(now));
    this.end();
    this.begin();
  }

  get base() {
    const given = this.getAttribute("api") || new URL(".", own.src || location.href).href;
    try {
      return new URL(given.endsWith("/") ? given : `${given}/`, location.href);
    } catch {
      return null;
    }
  }

  begin() {
    const root = this.shadowRoot;
    if (!this.base) return console.warn(`glossator: no address of an API: ${this.getAttribute("api")}`);
    const language = this.getAttribute("lang") || document.documentElement.lang;
    const words = wordsOf(language, this.getAttribute("words"));
    const live = el("p", { class: "unseen", "aria-live": "polite" });
    // the same once more is said once more
    const say = (text) => (live.textContent = shown(text) + (live.textContent === shown(text) ? "\u00a0" : ""));
    const heard = (is) => this.chat?.away(!is);
    const { base } = this;
    root.replaceChildren(live, el("slot", { name: "notes" }));
    this.chat = null;
    if (this.getAttribute("chat") !== "off") {
      const ask = (asked) => post(base, "v1/ask", asked);
      const mentioned = () => this.terms?.names(5) ?? [];
      const heading = this.getAttribute("heading");
      this.chat = chatOf({ root, words, ask, say, heard, heading, mentioned });
    }
    this.running = true;
    this.stop = new AbortController();
    const look = () => this.toggleAttribute("data-dark", isDark(this.getAttribute("scheme")));
    const { signal } = this.stop;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look, { signal });
    for (const name of ["pointerover", "focusin"]) document.addEventListener(name, look, { signal, passive: true });
    look();
    if (this.getAttribute("terms") === "off") return;
    adoptOnce();
    this.terms = new Terms({
      ask: (sent) => post(base, "v1/annotate", sent),
      note: (citation) => this.note(citation),
      heard,
      moved: () => this.tip?.place(),
      which: this.getAttribute("terms") === "all" ? "all" : "first",
      within: this.getAttribute("within"),
    });
    const chat = this.chat;
    this.tip = tipOf({ root, terms: this.terms, words, say, ask: chat && ((term, from) => chat.ask(term, from)) });
    this.terms.begin();
  }

  end() {
    this.running = false;
    this.stop?.abort();
    this.terms?.end();
    this.tip?.end();
    this.terms = this.tip = null;
    this.replaceChildren();
  }

  // What describes a term to a screen reader: an element beside the dialog, in the page's own tree
  // as descriptions have to be, and never shown.
  note({ concept, quote, title }) {
    const text = `${shown(quote)} (${shown(title)})`;
    const made = [...this.children].find((one) => one.dataset.concept === concept && one.textContent === text);
    if (made) return made.id;
    const id = `glossator-note-${(this.noted = (this.noted ?? 0) + 1)}`;
    this.append(el("span", { id, slot: "notes", hidden: true, "data-concept": concept }, text));
    return id;
  }

  // For the page's own scripts.
  open() {
    this.chat?.show();
  }

  close() {
    this.chat?.close();
  }

  ask(question) {
    return this.chat?.ask(String(question));
  }
}

// Whether to be dark: as the attribute says, else as the page is where its text stands.
function isDark(scheme) {
  if (scheme === "dark" || scheme === "light") return scheme === "dark";
  for (let at = document.querySelector("main") || document.body; at; at = at.parentElement) {
    const [red, green, blue, alpha = 1] = (getComputedStyle(at).backgroundColor.match(/^rgba?\(.*/)?.[0].match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    if (alpha > 0.5) return red * 0.299 + green * 0.587 + blue * 0.114 < 128;
  }
  // bare canvas: dark where the page takes part in that
  const takes = getComputedStyle(document.documentElement).colorScheme;
  return takes.includes("dark") && (!takes.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches);
}

let adopted = false;
function adoptOnce() {
  if (!adopted) adopt(document, MARKS);
  adopted = true;
}

function start() {
  if (document.querySelector("glossator-widget")) return;
  const widget = document.createElement("glossator-widget");
  for (const name of NAMES) if (own.dataset[name] !== undefined) widget.setAttribute(name, own.dataset[name]);
  document.body.append(widget);
}

if (!customElements.get("glossator-widget")) {
  customElements.define("glossator-widget", GlossatorWidget);
  if (document.body && document.readyState !== "loading") start();
  else document.addEventListener("DOMContentLoaded", start);
}
