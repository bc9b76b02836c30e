// The page's script: sends questions, appends the turns that come back, and keeps the history.
// Turns arrive as HTML that Python escaped; all else is set as text.
"use strict";

// eslint-disable-next-line no-unused-vars -- called by the frame once it stands
function glossator(element, props, watch, send) {
  const part = (name) => element.querySelector(`#gl-${name}`);
  const [input, turns, hello, live, over] = ["input", "turns", "hello", "live", "over"].map(part);
  const questions = []; // asked so far, oldest first: what follow-ups refer back to
  const waiting = []; // asked while another question was under way
  const LIMIT = 20000; // far beyond what is answered; the server says so
  const PATIENCE_MS = 15000;
  let seq = 0;
  let pending = null;

  function ask(text) {
    const question = text.trim().slice(0, LIMIT);
    if (!question) return;
    waiting.push(question);
    next();
  }

  function next() {
    if (pending || !waiting.length) return;
    const question = waiting.shift();
    pending = { seq: ++seq, question, timer: setTimeout(lost, PATIENCE_MS) };
    send({ seq, q: question, history: questions.filter((q) => q.length <= 2000).slice(-20) });
  }

  function lost() {
    const article = document.createElement("article");
    article.className = "turn";
    const heading = document.createElement("h2");
    heading.className = "q";
    heading.textContent = pending.question.slice(0, 300);
    const note = document.createElement("p");
    note.className = "no";
    note.textContent = "No answer came. Is Glossator still running? Ask again once it is.";
    article.append(heading, note);
    finish(article, note.textContent);
  }

  function finish(article, spoken) {
    clearTimeout(pending.timer);
    pending = null;
    hello.hidden = true;
    over.hidden = false;
    turns.append(article);
    article.querySelector(".q").scrollIntoView({ block: "start" });
    live.textContent = spoken;
    next();
  }

  function receive(value) {
    if (!value || !pending || value.seq !== pending.seq) return;
    questions.push(pending.question);
    const holder = document.createElement("template");
    holder.innerHTML = value.html;
    const article = holder.content.firstElementChild;
    article.quotes = value.quotes;
    finish(article, value.spoken);
  }

  function startOver() {
    turns.replaceChildren();
    questions.length = waiting.length = 0;
    hello.hidden = false;
    over.hidden = true;
    live.textContent = "Started over.";
    input.focus();
    window.scrollTo(0, 0);
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
      part("page").append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.q !== undefined) {
      ask(button.dataset.q);
      input.focus({ preventScroll: true });
    } else if (button.dataset.copy) copy(button);
    else if (button === over) startOver();
  });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(input.value);
    input.value = "";
    input.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.value = "";
      input.focus({ preventScroll: true });
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (document.activeElement === input) return;
      event.preventDefault();
      input.focus({ preventScroll: true });
    }
  });
  part("about").innerHTML = props.value.about;
  hello.innerHTML = props.value.html;
  watch("value", () => receive(props.value));
  if (window.matchMedia("(hover: hover)").matches) input.focus(); // no keyboard pops up on a phone
}
