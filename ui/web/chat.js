// The conversation: sends questions, appends the turns that come back, keeps the history.
// Turns arrive as HTML that Python escaped; all else is set as text.
"use strict";

// part: finds a part of the page; send: asks the server; settled: told of each finished turn
// eslint-disable-next-line no-unused-vars -- called by page.js
function glossatorChat(part, send, settled) {
  const [input, holder, live, editing, wait] = ["input", "turns", "live", "editing", "waiting"].map(part);
  const turns = []; // {article, question, address, lost}, oldest first
  const waiting = []; // asked while another question was under way
  const LIMIT = 20000; // far beyond what is answered; the server says so
  const PATIENCE_MS = 15000;
  const SOON_MS = 600; // an answer that isn't there by then is told to be on its way
  const GONE = "No answer came. Is Glossator still running? Ask again once it is.";
  const BUSY = "Many people are asking just now. Ask again in a moment.";
  const typed = window.matchMedia("(hover: hover)").matches; // on keys, not on a screen
  let seq = 0;
  let pending = null;
  let cut = null; // the turn whose question is being edited

  function ask(text, from) {
    const question = text.trim().slice(0, LIMIT);
    if (!question) return;
    waiting.push({ question, from });
    next();
  }

  function next() {
    if (pending || !waiting.length) return;
    const { question, from } = waiting.shift();
    pending = { seq: ++seq, question, from: from ?? turns.length };
    pending.timers = [setTimeout(lost, PATIENCE_MS, GONE), setTimeout(tell, SOON_MS, question)];
    const earlier = turns.slice(0, pending.from).filter((turn) => !turn.lost);
    const history = earlier.map((turn) => turn.question).filter((q) => q.length <= 2000);
    pending.history = history.slice(-20);
    send({ seq, q: question, history: pending.history });
  }

  function tell(question) {
    wait.textContent = `Waiting for the answer to “${question.slice(0, 80)}”…`;
    wait.hidden = false;
  }

  function settle() {
    pending.timers.forEach(clearTimeout);
    wait.hidden = true;
  }

  // A request that failed is seen here: the frame says nothing of it.
  new PerformanceObserver((list) => {
    for (const { name, responseStatus: status } of list.getEntries()) {
      if (!pending || !new URL(name).pathname.endsWith("/run/predict")) continue;
      if (status === 0 || status >= 400) lost(status === 503 ? BUSY : GONE);
    }
  }).observe({ type: "resource" });

  function lost(why) {
    const article = document.createElement("article");
    article.className = "turn";
    const head = document.createElement("div");
    head.className = "head";
    const heading = document.createElement("h2");
    heading.className = "q";
    heading.tabIndex = -1;
    heading.textContent = pending.question.slice(0, 300);
    const acts = document.createElement("p");
    acts.className = "tools acts";
    for (const [act, label] of [["edit", "Edit"], ["again", "Ask again"], ["undo", "Undo"], ["over", "Start over"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.act = act;
      button.textContent = label;
      acts.append(button);
    }
    const note = document.createElement("p");
    note.className = "no";
    note.textContent = why;
    head.append(heading, acts);
    article.append(head, note);
    finish({ article, address: pending.question, lost: true }, note.textContent);
  }

  function receive(value) {
    if (!value || !pending || value.seq !== pending.seq) return;
    const content = document.createElement("template");
    content.innerHTML = value.html;
    const article = content.content.firstElementChild;
    article.quotes = value.quotes;
    finish({ article, address: value.address, lost: false }, value.spoken);
  }

  function finish(turn, spoken) {
    settle();
    turn.question = pending.question;
    turn.history = pending.history;
    drop(pending.from);
    pending = null;
    turns.push(turn);
    holder.append(turn.article);
    live.textContent = spoken;
    settled(turn);
    next();
  }

  function drop(from) {
    for (const turn of turns.splice(from)) turn.article.remove();
  }

  function show(turn) {
    const heading = turn.article.querySelector(".q");
    heading.scrollIntoView({ block: "start" });
  }

  const at = (article) => turns.findIndex((turn) => turn.article === article);
  const last = () => turns[turns.length - 1];

  function edit(index) {
    if (!turns[index]) return;
    cut = index;
    editing.hidden = false;
    input.value = turns[index].question;
    input.focus({ preventScroll: true });
    input.select();
  }

  // Ends editing; tells whether there was anything to end.
  function cancel() {
    const was = cut !== null;
    cut = null;
    editing.hidden = true;
    return was;
  }

  function submit() {
    const from = cut === null ? undefined : cut;
    cancel();
    ask(input.value, from);
    input.value = "";
    if (typed) input.focus({ preventScroll: true });
    else input.blur(); // the keyboard on the screen makes way for the answer
  }

  // What a button of a turn does; returns the turn that is last afterwards where it changed.
  function act(name, article) {
    const index = at(article);
    if (index < 0) return;
    if (name === "edit") edit(index);
    else if (name === "again") {
      cancel();
      ask(turns[index].question, index);
    } else if (name === "undo") {
      input.value = turns[index].question;
      remove(index, "Taken back.");
    } else if (name === "over") remove(0, "Started over.");
  }

  function remove(from, said) {
    cancel();
    waiting.length = 0;
    if (pending) settle(); // its answer finds nobody waiting
    pending = null;
    drop(from);
    live.textContent = said;
    input.focus({ preventScroll: true });
    settled(last());
  }

  return {
    act,
    ask,
    cancel,
    edit: () => edit(turns.length - 1),
    find: (address) => turns.findLast((turn) => turn.address === address),
    last,
    receive,
    show,
    submit,
    turnOf: (element) => turns[at(element.closest(".turn"))],
  };
}
