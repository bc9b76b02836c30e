// The definition beside a term: shown while the pointer or the focus is at the term or in it
// (WCAG 1.4.13: Escape puts it away, the pointer may enter it, nothing else makes it go).
// Enter, Space, a click or a tap on the term leads into it; Escape and Tab lead back.

const SHOW_MS = 150;
const HIDE_MS = 300;

// terms: knows what a mark is about; ask: asks about a term in the dialog, or null without one.
function tipOf({ root, terms, words, say, ask }) {
  const tip = el("div", { class: "tip", role: "dialog", lang: words.lang, dir: words.dir, tabindex: "-1", popover: "manual", hidden: true });
  root.append(tip);
  let mark = null; // what is shown
  let coming;
  let leaving;
  const abort = new AbortController();

  const of = (target) => (target instanceof Element ? target.closest(MARK) : null);
  const known = (target) => {
    const found = of(target);
    return found && terms.about.has(found) ? found : null;
  };
  const within = (event) => event.composedPath().includes(tip);
  const held = () => tip.contains(root.activeElement) || (mark && document.activeElement === mark);

  function hide() {
    clearTimeout(coming);
    leaving = clearTimeout(leaving);
    if (!mark) return;
    mark.toggleAttribute("data-shown", false);
    mark = null;
    if (tip.hidePopover) tip.hidePopover();
    tip.hidden = true;
  }

  function show(wanted) {
    if (wanted === mark) return;
    hide();
    if (!wanted.isConnected) return;
    mark = wanted;
    mark.toggleAttribute("data-shown", true);
    const { citations } = terms.about.get(mark);
    tip.replaceChildren(...citations.map(one), acts(citations[0]));
    tip.setAttribute("aria-label", shown(citations[0].term));
    tip.hidden = false;
    if (tip.showPopover) tip.showPopover();
    place();
  }

  const one = (citation) =>
    el(
      "div",
      { class: "one" },
      quoted("p", citation.term, { class: "name quoted" }),
      quoted("blockquote", citation.quote),
      el("p", { class: "from" }, fromWhere(citation, words)),
    );

  function acts(citation) {
    const made = el("p", { class: "acts" });
    if (ask) {
      const more = () => {
        const opener = terms.about.get(mark)?.first;
        hide();
        ask(citation.term, opener);
      };
      made.append(el("button", { type: "button", class: "link", onclick: more }, words.more));
    }
    made.append(copyButton(citation, words, say));
    return made;
  }

  function place() {
    if (!mark) return;
    const at = mark.getClientRects()[0];
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    if (!mark.isConnected || !at || at.bottom < 0 || at.top > height) return hide();
    const above = at.bottom + tip.offsetHeight + 6 > height && at.top > tip.offsetHeight + 6;
    tip.style.left = `${Math.max(8, Math.min(at.left, width - tip.offsetWidth - 8))}px`;
    tip.style.top = `${above ? at.top - tip.offsetHeight - 4 : at.bottom + 4}px`;
  }

  // Into the tip, where its buttons are.
  function enter(event, found) {
    event.preventDefault();
    show(found);
    tip.focus({ preventScroll: true });
  }

  function back() {
    const { first } = terms.about.get(mark) || {};
    hide();
    first?.focus({ preventScroll: true });
    hide(); // its getting the focus has shown it anew
  }

  function keys(event) {
    if (!mark) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      if (within(event)) back();
      else hide();
    } else if (event.key === "Tab" && within(event)) {
      const buttons = [...tip.querySelectorAll("button")];
      const now = root.activeElement;
      const last = event.shiftKey ? now === tip || now === buttons[0] : now === buttons[buttons.length - 1];
      if (!last) return;
      event.preventDefault();
      back();
    }
  }

  const on = (name, act) => document.addEventListener(name, act, { capture: true, signal: abort.signal });
  on("pointerover", (event) => {
    const found = known(event.target);
    const stays = found ? found === mark : within(event) || held();
    clearTimeout(coming);
    if (stays) leaving = clearTimeout(leaving);
    else if (found) coming = setTimeout(show, SHOW_MS, found);
    else if (mark) leaving ??= setTimeout(hide, HIDE_MS);
  });
  on("pointerout", (event) => {
    if (event.relatedTarget) return; // else the pointer left the page
    clearTimeout(coming);
    if (mark && !held()) leaving ??= setTimeout(hide, HIDE_MS);
  });
  on("pointerdown", (event) => {
    if (!known(event.target) && !within(event)) hide();
  });
  on("focusin", (event) => {
    const found = known(event.target);
    if (found) show(found);
    else if (!within(event)) hide();
  });
  on("focusout", (event) => {
    if (known(event.target) === mark && !event.relatedTarget) hide();
  });
  tip.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (!tip.contains(to)) hide();
  });
  on("click", (event) => {
    const found = known(event.target);
    if (found && !String(getSelection())) enter(event, found);
  });
  on("keydown", (event) => {
    const found = known(event.target);
    if (found && (event.key === "Enter" || event.key === " ")) enter(event, found);
    else keys(event);
  });
  for (const name of ["scroll", "resize"]) {
    window.addEventListener(name, place, { capture: true, passive: true, signal: abort.signal });
  }
  return { place, end: () => (abort.abort(), hide(), tip.remove()) };
}
