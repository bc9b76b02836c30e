// Glossaries of one's own, and what one says of an answer. What a file holds is set as text, with
// characters that can't be seen shown by their code.
"use strict";

// part: finds a part of the page; changed: told when other glossaries are asked, or another version
// of them than the page came with; feedback: wanted?
// eslint-disable-next-line no-unused-vars -- called by page.js
function glossatorDesk(part, changed, feedback, version) {
  // as in ui/markup.py
  const UNSEEN =
    /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u; // eslint-disable-line no-control-regex
  const [live] = ["live"].map(part);
  const GONE = "It did not come. Is Glossator still running?";
  const files = new Map(); // draft id -> the file, to read it anew in another format
  let state = null;
  let drafts = [];
  let polling = 0;
  let fresh = ""; // a term of what is being indexed, to ask for once it is
  let known = ""; // which glossaries were asked when the page last heard

  // Makes an element; strings among its children are text.
  function el(tag, fields = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(fields)) {
      if (name === "onclick" || name === "onchange") made[name] = value;
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null) made.setAttribute(name, value);
    }
    for (const child of children.flat()) made.append(...(typeof child === "string" ? said(child) : [child]));
    return made;
  }

  function said(text) {
    const parts = [];
    let plain = "";
    for (const char of text) {
      if (!UNSEEN.test(char)) {
        plain += char;
        continue;
      }
      const code = document.createElement("span");
      code.className = "code";
      code.dataset.code = `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
      parts.push(plain, code);
      plain = "";
    }
    return [...parts, plain].filter((one) => one !== "");
  }

  const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

  // asking the server

  async function asked(path, options) {
    try {
      const reply = await fetch(`desk/${path}`, options);
      const value = await reply.json().catch(() => null);
      if (reply.ok && value) return value;
      return { error: (value && value.error) || (reply.status === 413 ? "That file is too large." : GONE) };
    } catch {
      return { error: GONE };
    }
  }

  const post = (path, value) =>
    asked(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(value),
    });

  // Takes a state that came, shows it, and asks again while something is being indexed.
  function take(came) {
    if (came.error) return complain(came.error);
    state = came;
    complain(came.fault);
    list();
    progress();
    clearTimeout(polling);
    if (state.pending) polling = setTimeout(poll, 250);
    else settled();
    next();
  }

  async function poll() {
    const came = await asked("state");
    if (came.error) polling = setTimeout(poll, 2000);
    else take(came);
  }

  function settled() {
    const on = state.glossaries.filter((one) => one.on).map((one) => one.id);
    const now = JSON.stringify([state.version, ...on]);
    if (now === known) return;
    const first = known === "";
    if (!state.served) for (const line of part("turns").querySelectorAll(".verdict")) line.remove();
    known = now;
    if (first && state.served && state.version === version) return; // as the page came
    changed(state);
    if (!first) live.textContent = `Asked now: ${state.about.replace(/<[^>]*>/g, "")}.`;
  }

  function complain(text) {
    const note = part("own-fault");
    if (!note) return;
    note.replaceChildren(...said(text || ""));
    note.hidden = !text;
    if (text) note.scrollIntoView({ block: "nearest" });
  }

  // the view

  function show() {
    if (part("own-list")) return;
    part("own").replaceChildren(
      el("h2", { class: "hello" }, "Glossaries that are asked"),
      el("p", { class: "no", id: "gl-own-fault", role: "alert", hidden: true }),
      el("ul", { id: "gl-own-list" }),
      el("div", { id: "gl-own-progress", hidden: true }),
      el("div", { id: "gl-own-next", class: "chips", hidden: true }),
      adding(),
      el("div", { id: "gl-own-drafts" }),
      el("p", { class: "soft", id: "gl-own-foot" }),
    );
    if (state) take(state);
    else poll();
  }

  function list() {
    const holder = part("own-list");
    if (!holder) return;
    const held = document.activeElement && document.activeElement.id;
    holder.replaceChildren(...state.glossaries.map(row));
    if (!part("own-format").options.length) formats(part("own-format"));
    if (held && held.startsWith("gl-own-on-") && part(held.slice(3))) part(held.slice(3)).focus();
    const kept = state.kept
      ? "What you add is kept on this server, for this browser alone, until you remove it."
      : "What you add belongs to this browser alone. It is held in memory and gone after some hours.";
    const own = state.glossaries.some((one) => one.own);
    part("own-foot").replaceChildren(
      kept,
      ...(own ? [" ", el("button", { type: "button", class: "plain", onclick: forget }, "Remove all of mine")] : []),
      ...(state.account ? [" ", leave()] : []),
    );
  }

  function row(one) {
    const id = `gl-own-on-${one.id}`;
    const box = el("input", { type: "checkbox", id, onchange: () => turn(one, box) });
    box.checked = one.on;
    const label = el(
      "label",
      { for: id },
      el("cite", { class: "serif", dir: "auto" }, one.title || one.name),
      " ",
      el("span", { class: "soft" }, count(one.entries, "entry", "entries")),
      ...(one.name && one.name !== one.title ? [" ", el("span", { class: "soft", dir: "auto" }, `· ${one.name}`)] : []),
    );
    const remove = el("button", { type: "button", class: "plain", onclick: () => drop(one) }, "Remove");
    remove.setAttribute("aria-label", `Remove ${one.title || one.name}`);
    return el("li", {}, box, label, ...(one.own ? [el("span", { class: "mine" }, "yours"), remove] : []));
  }

  async function turn(one, box) {
    const came = await post("switch", { id: one.id, on: box.checked });
    if (came.error) box.checked = !box.checked;
    take(came);
  }

  async function drop(one) {
    fresh = "";
    take(await post("remove", { id: one.id }));
    live.textContent = "Removed.";
    part("own-file").focus();
  }

  async function forget() {
    fresh = "";
    drafts = [];
    pile();
    take(await post("forget", {}));
    live.textContent = "All of yours is removed.";
    part("own-file").focus();
  }

  function leave() {
    const out = async () => {
      await fetch("logout", { method: "POST" });
      location.href = "login";
    };
    return el("span", {}, `Signed in as ${state.account}. `, el("button", { type: "button", class: "plain", onclick: out }, "Sign out"));
  }

  function progress() {
    const holder = part("own-progress");
    if (!holder) return;
    holder.hidden = !state.pending;
    if (!state.pending) return holder.replaceChildren();
    const { stage, done, total } = state.progress;
    const words = { chunks: "Cutting it into sentences", vectors: "Reading for meaning", entries: "Writing it down" };
    let bar = holder.querySelector("progress");
    if (!bar) {
      bar = el("progress", { "aria-label": "Indexing", max: 1 });
      holder.replaceChildren(el("span", { class: "soft" }), bar);
    }
    holder.firstElementChild.textContent = `${words[stage] || "Waiting for its turn"}…`;
    if (stage && total) bar.value = done / total;
    else bar.removeAttribute("value");
  }

  // Offers to ask what was added, once it is asked.
  function next() {
    const holder = part("own-next");
    if (!holder) return;
    holder.hidden = !fresh || Boolean(state.pending || state.fault);
    if (holder.hidden) return;
    const question = `What does ${fresh} mean?`;
    const ask = el("button", { type: "button", class: "chip", dir: "auto" }, question);
    ask.dataset.q = question;
    holder.replaceChildren(el("span", { class: "soft" }, "Added. Ask it:"), ask);
  }

  // adding

  function adding() {
    const file = el("input", { type: "file", id: "gl-own-file", multiple: true, "aria-label": "Files", "aria-describedby": "gl-own-how" });
    file.onchange = () => {
      readAll([...file.files]);
      file.value = "";
    };
    const text = el("textarea", {
      id: "gl-own-text",
      rows: 4,
      spellcheck: "false",
      "aria-label": "Pasted text",
      placeholder: "…or paste it here: a term and its definition a line, Markdown, JSON lines",
    });
    const shape = el("select", { id: "gl-own-format", "aria-label": "Format" });
    if (state) formats(shape);
    const read = el("button", { type: "button", class: "gl-do", id: "gl-own-read" }, "Read it");
    read.onclick = () => {
      if (!text.value.trim()) return text.focus();
      readAll([new File([text.value], "pasted text.txt")]).then((fine) => fine && (text.value = ""));
    };
    const zone = el(
      "div",
      { id: "gl-own-add" },
      el("h3", {}, "Add a glossary of yours"),
      el("p", { class: "soft", id: "gl-own-how" }, "Drop files here or choose them. You see what was read before anything is indexed."),
      file,
      text,
      el("div", { class: "act" }, read, shape),
    );
    for (const kind of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.toggle("over", kind === "dragover");
        if (kind === "drop") readAll([...event.dataTransfer.files]);
      });
    }
    return zone;
  }

  function formats(holder, first = "tell the format by what it holds") {
    const names = ["auto", ...state.formats];
    holder.replaceChildren(...names.map((one) => el("option", { value: one }, one === "auto" ? first : `as ${one}`)));
  }

  // Has files read, one after the other; tells whether all could be.
  async function readAll(chosen) {
    const faults = [];
    complain("");
    for (const file of chosen) {
      live.textContent = `Reading ${file.name}.`;
      const came = await read(file, part("own-format").value || "auto");
      if (came.error) faults.push(came.error);
      else drafts.push(came);
      pile();
    }
    complain(faults.join("\n"));
    if (!faults.length && drafts.length) {
      live.textContent = `Read: ${count(drafts[drafts.length - 1].total, "entry", "entries")}. Nothing is indexed yet.`;
      const heading = part("own-drafts").querySelector("h3");
      heading.focus({ preventScroll: true });
      heading.parentElement.scrollIntoView({ block: "start" });
    }
    return !faults.length;
  }

  async function read(file, format = "auto") {
    if (state && file.size > state.limits.file_bytes) {
      return { error: `${file.name}: is larger than ${state.limits.file_bytes / 2 ** 20} MB.` };
    }
    const fields = new URLSearchParams({ name: file.name, format });
    const came = await asked(`read?${fields}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    });
    if (!came.error) files.set(came.id, file);
    return came;
  }

  function pile() {
    const holder = part("own-drafts");
    if (!holder) return;
    const total = drafts.reduce((sum, one) => sum + one.total, 0);
    const all = el("button", { type: "button", class: "gl-do", id: "gl-own-index", onclick: add });
    all.textContent = `Index ${count(total, "entry", "entries")}${drafts.length > 1 ? ` of ${drafts.length} files` : ""}`;
    holder.replaceChildren(...drafts.map(card), ...(drafts.length ? [all] : []));
  }

  function card(draft) {
    const entries = el("dl", {}, ...draft.entries.flatMap(entry));
    const scrolled = el("div", { class: "read", role: "region", tabindex: "0", "aria-label": `What was read of ${draft.name}` }, entries);
    const more = el("button", { type: "button", class: "plain", onclick: () => further(draft, entries, more) });
    tellMore(draft, more);
    const lost = draft.lines.report || 0;
    const found = [
      `Read as ${draft.format} (${draft.why}). `,
      `${count(draft.lines.entry || 0, "line")} in entries, ${(draft.lines.page || 0).toLocaleString("en")} around them, `,
      lost ? `${lost.toLocaleString("en")} not read.` : "none left over.",
    ];
    const shape = el("select", { "aria-label": `Format of ${draft.name}` });
    formats(shape, "Read it as something else…");
    shape.onchange = () => again(draft, shape.value);
    return el(
      "section",
      { class: "card", "aria-label": draft.name },
      el("h3", { tabindex: "-1" }, el("span", { class: "serif", dir: "auto" }, draft.title), ` · ${count(draft.total, "entry", "entries")}`),
      el("p", { class: "soft" }, ...found),
      ...(draft.remarks_total ? [remarks(draft)] : []),
      scrolled,
      more,
      el(
        "p",
        { class: "tools" },
        shape,
        el("button", { type: "button", onclick: () => leaveOut(draft) }, "Leave it out"),
      ),
    );
  }

  function entry(one) {
    const also = one.aliases.length ? [el("span", { class: "soft" }, ` · also ${one.aliases.join(", ")}`)] : [];
    return [
      el("dt", { dir: "auto" }, el("b", { class: "serif" }, one.term), ...also, el("span", { class: "soft place" }, ` · ${one.place}`)),
      el("dd", { class: "serif", dir: "auto" }, one.definition + (one.cut ? " …" : "")),
    ];
  }

  function remarks(draft) {
    const shown = draft.remarks.map((one) =>
      el("li", {}, one.line ? el("b", {}, `Line ${one.line}: `) : "", one.message),
    );
    const rest = draft.remarks_total - draft.remarks.length;
    if (rest > 0) shown.push(el("li", { class: "soft" }, `and ${rest.toLocaleString("en")} more`));
    const open = el("details", { open: draft.remarks_total <= 3 });
    open.append(el("summary", {}, count(draft.remarks_total, "remark")), el("ul", { class: "remarks" }, ...shown));
    return open;
  }

  function tellMore(draft, more) {
    const left = draft.total - draft.entries.length;
    more.hidden = left <= 0;
    more.textContent = left > 200 ? `Show 200 more of ${left.toLocaleString("en")}` : `Show the other ${left}`;
  }

  async function further(draft, entries, more) {
    const came = await asked(`draft?${new URLSearchParams({ id: draft.id, start: draft.entries.length })}`);
    if (came.error) return complain(came.error);
    draft.entries.push(...came.entries);
    entries.append(...came.entries.flatMap(entry));
    tellMore(draft, more);
  }

  async function again(draft, format) {
    const came = await read(files.get(draft.id), format);
    if (came.error) complain(came.error);
    else {
      post("drop", { draft: draft.id });
      drafts = drafts.map((one) => (one === draft ? came : one));
    }
    pile();
  }

  async function leaveOut(draft) {
    drafts = drafts.filter((one) => one !== draft);
    pile();
    live.textContent = "Left out.";
    part("own-file").focus();
    await post("drop", { draft: draft.id });
  }

  async function add() {
    const came = await post("add", { drafts: drafts.map((one) => one.id) });
    if (came.error) {
      const held = await asked("state"); // it may have forgotten what waited for long
      if (!held.error) drafts = drafts.filter((one) => held.drafts.includes(one.id));
      pile();
      return complain(came.error);
    }
    fresh = drafts[0].entries[0].term;
    files.clear();
    drafts = [];
    pile();
    live.textContent = "Indexing.";
    take(came);
    part("own-list").querySelector("li:last-child input").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  // what one says of an answer

  function offerFeedback(turn) {
    if (!feedback || turn.lost || (state && !state.served)) return;
    const refused = Boolean(turn.article.querySelector(".no"));
    const line = el("p", { class: "verdict tools", role: "group", "aria-label": "Is this answer right?" });
    const say = (verdict, label) =>
      el("button", { type: "button", onclick: () => (verdict === "wrong" ? expect(turn, line) : tell(turn, line, verdict)) }, label);
    line.append(
      el("span", { class: "soft" }, refused ? "Is it right to refuse?" : "Is this right?"),
      say("right", refused ? "Yes, refuse it" : "Right"),
      say("wrong", refused ? "No, it is here" : "Wrong"),
      ...(refused ? [] : [say("refuse", "It should have been refused")]),
    );
    turn.article.append(line);
  }

  function expect(turn, line) {
    const term = el("input", { type: "text", "aria-label": "The entry that would have been right", placeholder: "Which entry is right? (optional)", maxlength: "200", spellcheck: "false" });
    const form = el("form", { class: "expected" }, term, el("button", { type: "submit", class: "plain" }, "Send"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      tell(turn, form, "wrong", term.value.trim());
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      form.replaceWith(line);
      line.querySelector("button").focus();
    });
    line.replaceWith(form);
    term.focus();
  }

  async function tell(turn, holder, verdict, expected = "") {
    const came = await post("feedback", { question: turn.question, history: turn.history || [], verdict, expected });
    const note = el("p", { class: "verdict soft" }, came.error || "Noted. Thank you.");
    live.textContent = note.textContent;
    if (came.error && holder.matches("form")) {
      const before = holder.querySelector(".soft");
      if (before) before.remove();
      holder.append(el("span", { class: "soft" }, came.error));
    } else holder.replaceWith(note);
  }

  // What is asked may differ from what the page came with, where the cookie says so.
  function begin() {
    setTimeout(poll, 0);
  }

  return { begin, offerFeedback, show };
}
