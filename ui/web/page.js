// The page: its address says what is shown, so that it can be shared, reloaded and gone back to.
//   ?q=QUESTION  ?entry=ID  ?view=browse&in=GLOSSARY&find=TEXT&letter=X  ?view=map&in=GLOSSARY
// with &entry=ID&at=START-END where an entry is open beside.
"use strict";

// eslint-disable-next-line no-unused-vars -- called by the frame once it stands
function glossator(element, props, watch, send) {
  const part = (name) => element.querySelector(`#gl-${name}`);
  const [page, input, live] = ["page", "input", "live"].map(part);
  const fields = () =>
    Object.fromEntries([...new URLSearchParams(location.search)].filter(([, value]) => value.trim()));
  const pick = (from, ...names) =>
    Object.fromEntries(names.filter((name) => from[name]).map((name) => [name, from[name]]));
  const chat = glossatorChat(part, send, settled);
  const views = glossatorViews(part, go);
  const desk = glossatorDesk(part, changed, props.value.feedback, props.value.version);

  function viewOf(now) {
    if (["browse", "map", "own"].includes(now.view)) return now.view;
    return now.entry && !now.q ? "entry" : "ask";
  }

  // Changes the address, and then what is shown.
  function go(to, { replace = false, focus = false } = {}) {
    const query = new URLSearchParams(Object.entries(to).filter(([, value]) => value)).toString();
    const url = query ? `?${query}` : location.pathname;
    const before = page.dataset.view;
    if (replace || (query === location.search.slice(1))) history.replaceState(null, "", url);
    else history.pushState(null, "", url);
    render(focus);
    if (page.dataset.view !== before && page.dataset.view !== "ask") window.scrollTo(0, 0);
  }

  async function render(focus = false) {
    const now = fields();
    const view = viewOf(now);
    page.dataset.view = view;
    part("hello").hidden = !(view === "ask" && !now.q);
    part("turns").hidden = !(view === "ask" && now.q);
    part("browse").hidden = view !== "browse";
    part("map").hidden = view !== "map";
    part("own").hidden = view !== "own";
    for (const link of element.querySelectorAll("nav [data-view]")) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (view === "browse") views.browse(pick(now, "in", "find", "letter", "from"));
    if (view === "map") views.map(pick(now, "in"));
    if (view === "own") desk.show();
    const named = { ask: now.q, browse: "Browse", map: "Map", own: "Glossaries" }[view];
    document.title = named ? `${named.slice(0, 80)} · Glossator` : "Glossator";
    if (!now.entry) return views.close();
    const title = await views.open(pick(now, "entry", "at", "q"), view === "entry", focus);
    if (title && view === "entry") document.title = `${title} · Glossator`;
  }

  // Other glossaries are asked now: what was fetched is out of date.
  function changed(state) {
    part("about").innerHTML = state.about;
    part("browse").replaceWith(part("browse").cloneNode(false)); // and with it what it listened to
    views.setUpBrowse(state.browse);
    views.forget();
    views.hello();
    if (["browse", "map"].includes(page.dataset.view)) render();
  }

  // A turn came, or turns went: the last one is what the page is about now.
  function settled(turn) {
    const now = fields();
    if (!turn) return go({});
    desk.offerFeedback(turn);
    const resolved = now.q !== undefined && now.q.trim() === turn.question;
    go({ ...(resolved ? now : {}), q: turn.address }, { replace: resolved });
    chat.show(turn);
  }

  // Shows the question of an address: its turn where it was asked, else asks it.
  function askNow() {
    const { q } = fields();
    if (!q || viewOf(fields()) !== "ask") return;
    const turn = chat.find(q);
    if (turn) chat.show(turn);
    else chat.ask(q);
  }

  async function copy(button) {
    const [at, form] = button.dataset.copy.split(",").map(Number);
    const text = button.closest(".turn").quotes[at][form];
    const done = await toClipboard(text);
    const label = button.textContent;
    if (label === "Copied") return;
    button.textContent = done ? "Copied" : "Can’t copy here";
    live.textContent = button.textContent;
    setTimeout(() => (button.textContent = label), 1500);
  }

  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // no clipboard without https, but on this machine: copy as a page of old would
      const area = document.createElement("textarea");
      area.value = text;
      page.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  // Follows a link within the page without loading it anew.
  function follow(link) {
    const to = Object.fromEntries(new URLSearchParams(link.getAttribute("href")));
    const now = fields();
    const from = viewOf(now);
    if (link.dataset.view === "ask" && chat.last()) {
      go({ q: chat.last().address });
      chat.show(chat.last());
    } else if (to.entry && link.id !== "gl-panel-page" && from !== "entry") {
      if (!part("panel").contains(link)) views.opener = link;
      const turn = link.closest(".turn") && chat.turnOf(link);
      const beside = turn ? { q: turn.address } : pick(now, "q", "view", "in", "find", "letter", "from");
      go({ ...beside, entry: to.entry, at: to.at }, { focus: true });
    } else go(to, { focus: Boolean(to.entry) });
  }

  function closePanel() {
    const { entry, at, ...rest } = fields();
    if (entry) go(rest);
  }

  element.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="?"]');
    if (link && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      follow(link);
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.q !== undefined) {
      chat.ask(button.dataset.q);
      input.focus({ preventScroll: true });
    } else if (button.dataset.copy) copy(button);
    else if (button.dataset.act) chat.act(button.dataset.act, button.closest(".turn"));
    else if (button.id === "gl-close") closePanel();
    else if (button.id === "gl-cancel") clear();
  });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    chat.submit();
  });

  function clear() {
    chat.cancel();
    input.value = "";
    input.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    const typed = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    const find = part("find");
    if (event.key === "Escape") {
      if (event.target === find && find.value) return; // the browser empties it
      if (views.panelOpen && (event.target !== input || !input.value)) closePanel();
      else clear();
    } else if (event.key === "/" && !typed && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus({ preventScroll: true });
    } else if (event.key === "ArrowUp" && event.target === input && !input.value && chat.last()) {
      event.preventDefault();
      chat.edit();
    }
  });
  window.addEventListener("popstate", () => {
    render();
    askNow();
  });
  part("about").innerHTML = props.value.about;
  part("hello").innerHTML = props.value.html;
  views.setUpBrowse(props.value.browse);
  watch("value", () => chat.receive(props.value));
  desk.begin();
  render();
  askNow();
  if (page.dataset.view === "ask" && window.matchMedia("(hover: hover)").matches) {
    input.focus(); // no keyboard pops up on a phone
  }
}
