// The button and the dialog: questions, answers as quotes with their citations, refusals with the
// nearest terms. The conversation lives in this page and goes with it.

const MAX_HISTORY = 20;
const MAX_CHARS = 20000; // far beyond what is answered; the server says so
const SOON = 600; // ms; an answer that isn't there by then is told to be on its way
const NARROW = "(max-width: 34rem), (max-height: 28rem)"; // there the dialog takes the whole screen

// mentioned: names what the page is about; heard: told whether the API answered.
function chatOf({ root, words, ask, say, heard, heading, mentioned }) {
  const turns = []; // {question, article, lost}, oldest first
  const typed = matchMedia("(hover: hover)").matches; // on keys, not on a screen
  let pending = false;
  let opener = null;

  const label = el("span", {}, words.title);
  const open = el("button", { type: "button", class: "open", lang: words.lang, dir: words.dir, "aria-haspopup": "dialog" }, icon(), label);
  const over = el("button", { type: "button", class: "link", hidden: true, onclick: begin }, words.over);
  const shut = el("button", { type: "button", class: "close", "aria-label": words.close, title: words.close, onclick: close }, "×");
  const hint = el("p", { class: "hint" }, words.hint);
  const start = el("div", {}, hint); // until the first question: what this is, and what could be asked
  const state = el("p", { class: "state", role: "status" });
  const list = el("div", { class: "turns", role: "region", "aria-label": words.answers, tabindex: "0" }, start);
  const input = el("input", {
    id: "question", type: "text", autocomplete: "off", enterkeyhint: "send", maxlength: MAX_CHARS, placeholder: words.placeholder, dir: "auto",
  });
  const form = el(
    "form",
    {},
    el("label", { for: "question", class: "unseen" }, words.label),
    el("div", {}, input, el("button", { class: "send" }, words.ask)),
  );
  const title = el("h2", { id: "title" }, heading || words.title);
  const dialog = el("dialog", { class: "panel", lang: words.lang, dir: words.dir, "aria-labelledby": "title" }, el("div", { class: "top" }, title, over, shut), list, state, form);
  root.append(open, dialog);

  open.addEventListener("click", () => show(open));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const question = input.value.trim();
    if (question && !pending) {
      input.value = "";
      if (!typed) rest();
      send(question);
    }
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (input.value && root.activeElement === input) input.value = "";
    else close();
  });
  // the page's shortcuts take nothing of what is typed here, and its own dialogs stay
  for (const name of ["keydown", "keypress", "keyup"]) dialog.addEventListener(name, (event) => event.stopPropagation());
  dialog.addEventListener("close", closed); // also where the phone's back button did it

  // Where keys are on the screen they make way for the answer.
  const rest = () => (typed ? input : list).focus({ preventScroll: true });

  // The part of a phone's screen that its keys leave is all there is.
  function fit() {
    const seen = window.visualViewport;
    const fits = dialog.open && seen?.scale === 1 && matchMedia(NARROW).matches;
    dialog.style.height = fits ? `${seen.height}px` : "";
    dialog.style.top = fits ? `${seen.offsetTop}px` : "";
  }
  for (const name of ["resize", "scroll"]) window.visualViewport?.addEventListener(name, fit);

  function show(from, asking) {
    if (!dialog.open) {
      opener = from || document.activeElement;
      hint.nextSibling?.remove();
      start.append(...chips(words.here, mentioned()));
      if (matchMedia(NARROW).matches) dialog.showModal();
      else dialog.show();
      open.hidden = true;
      fit();
    }
    if (asking) rest();
    else input.focus({ preventScroll: true });
  }

  function close() {
    dialog.close();
    closed();
  }

  function closed() {
    if (!open.hidden) return;
    open.hidden = false;
    const back = opener && opener.isConnected ? opener : open;
    back.focus({ preventScroll: true });
    opener = null;
  }

  function begin() {
    for (const turn of turns.splice(0)) turn.article.remove();
    start.hidden = false;
    dialog.classList.remove("talk");
    over.hidden = true;
    say(words.started);
    input.focus({ preventScroll: true });
  }

  async function send(question) {
    pending = true;
    form.setAttribute("aria-busy", "true");
    const late = setTimeout(() => (state.textContent = words.waiting), SOON);
    const earlier = turns.filter((turn) => !turn.lost && turn.question.length <= 2000);
    const history = earlier.map((turn) => turn.question).slice(-MAX_HISTORY);
    const turn = { question, lost: false };
    const heads = el("h3", { class: "q", dir: "auto", tabindex: "-1" }, shown(question.slice(0, 300)));
    turn.article = el("article", {}, heads);
    const before = turns.length;
    let said;
    try {
      const answer = await ask({ question: question.replace(LONE, "\ufffd").slice(0, MAX_CHARS), history });
      said = answer.answered ? answered(turn.article, answer) : refused(turn.article, answer);
      heard(true);
    } catch (fault) {
      turn.lost = true;
      said = lost(turn, fault);
      if (fault.kind === "away") heard(false);
    }
    clearTimeout(late);
    state.textContent = "";
    pending = false;
    form.removeAttribute("aria-busy");
    if (turns.length < before) return turn; // started over meanwhile
    turns.push(turn);
    start.hidden = true;
    over.hidden = false;
    dialog.classList.add("talk");
    list.append(turn.article);
    list.scrollTop += heads.getBoundingClientRect().top - list.getBoundingClientRect().top - 12;
    say(said);
    return turn;
  }

  // Fill the article of a turn; return what is said aloud.

  function answered(article, answer) {
    if (answer.standalone_question !== answer.question) {
      article.append(el("p", { class: "soft", dir: "auto" }, filled(words.readAs, shown(answer.standalone_question))));
    }
    const leads = leadsOf(answer);
    let before = null;
    for (const one of answer.citations) {
      const lead = leads.get(one.n) || one.term;
      article.append(card(one, lead === before ? null : lead));
      before = lead;
    }
    article.append(...chips(words.senses, answer.senses), ...chips(words.related, answer.related.slice(0, 4)));
    const count = answer.citations.length > 1 ? `${filled(words.quoted, answer.citations.length)}. ` : "";
    return count + answer.citations.map((one) => `${one.term}: ${one.quote}`).join(" ");
  }

  const card = (one, lead) =>
    el(
      "section",
      { class: "card" },
      lead && quoted("h4", lead),
      quoted("blockquote", one.quote),
      el(
        "p",
        { class: "from" },
        fromWhere(one, words, el("b", {}, `[${one.n}] `)),
        copyButton(one, words, say),
      ),
    );

  function refused(article, { text, reason, suggestions }) {
    // the API says it in English, and more exactly
    const tail = ` Nearest terms: ${suggestions.join(", ")}.`;
    const exact = text.endsWith(tail) ? text.slice(0, -tail.length) : text;
    const why = words.said[reason] || exact;
    article.append(el("div", { class: "no" }, el("p", { dir: "auto" }, shown(why)), ...chips(words.near, suggestions)));
    return `${why} ${suggestions.length ? `${words.near}: ${suggestions.join(", ")}` : ""}`;
  }

  function lost(turn, fault) {
    const why = words[fault.kind] || fault.detail || words.away;
    const again = el("button", { type: "button", class: "link" }, words.again);
    again.addEventListener("click", () => {
      if (pending) return;
      turns.splice(turns.indexOf(turn), 1);
      turn.article.remove();
      rest();
      send(turn.question);
    });
    turn.article.append(el("div", { class: "no" }, el("p", { dir: "auto" }, shown(why)), again));
    if (!(fault instanceof Fault)) console.warn("glossator:", fault);
    return why;
  }

  // Names as buttons that ask for them.
  function chips(heading, names) {
    if (!names.length) return [];
    const asks = (name) => () => {
      if (pending) return;
      rest();
      send(name);
    };
    const chip = (name) => quoted("button", name, { type: "button", class: "chip quoted", onclick: asks(name) });
    return [el("div", { class: "chips", role: "group", "aria-label": heading }, el("span", { class: "soft" }, heading), ...names.map(chip))];
  }

  return {
    show,
    close,
    // Asks as if it were typed; the opener gets the focus back.
    ask(question, from) {
      show(from, true);
      if (!pending) return send(question);
      input.value = question;
      return Promise.resolve();
    },
    away(is) {
      open.classList.toggle("away", is);
      open.title = is ? words.away : "";
      hint.textContent = is ? words.away : words.hint;
    },
  };
}

// What stands before the quotes in each line of an answer's text, by the mark of each quote.
function leadsOf({ text, citations }) {
  const leads = new Map();
  for (const line of text.split("\n")) {
    const [lead, quotes] = [line.split(" — “", 1)[0], line.slice(line.indexOf(" — “") + 1)];
    if (lead === line) continue;
    for (const { n } of citations) if (quotes.includes(`[${n}]`) && !leads.has(n)) leads.set(n, lead);
  }
  return leads;
}

// A page with a mark at its edge.
function icon() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["focusable", "false"]]) svg.setAttribute(name, value);
  path.setAttribute("d", "M4 4h16v12H10l-4 4v-4H4zM8 8.5h8M8 11.5h5");
  svg.append(path);
  return svg;
}
