// What stands beside the conversation: one entry, the list of names, the map. Each part is fetched
// as HTML that Python escaped.
"use strict";

// part: finds a part of the page; go: changes the address
// eslint-disable-next-line no-unused-vars -- called by page.js
function glossatorViews(part, go) {
  const [page, panel, entry, live] = ["page", "panel", "entry", "live"].map(part);
  const GONE = "It did not come. Is Glossator still running?";
  const fetching = {};
  let opener = null; // what opened the panel, for the way back

  // Gives up what is under way of a kind: something else is wanted by now.
  function renew(kind) {
    if (fetching[kind]) fetching[kind].abort();
    return (fetching[kind] = new AbortController());
  }

  // Fetches a part of the page; null where something else of its kind was wanted meanwhile.
  async function fetched(kind, fields, mine) {
    try {
      const reply = await fetch(`view/${kind}?${new URLSearchParams(fields)}`, { signal: mine.signal });
      if (!reply.ok) throw new Error(reply.statusText);
      return await reply.json();
    } catch {
      return mine.signal.aborted ? null : { html: "", title: "", failed: true };
    }
  }

  function fill(holder, made) {
    holder.innerHTML = made.html;
    if (made.failed) holder.textContent = GONE;
  }

  // Shows the first visit's page as it is for the glossaries that are asked now.
  async function hello() {
    const made = await fetched("hello", {}, renew("hello"));
    if (made && !made.failed) fill(part("hello"), made);
  }

  // the entry

  let opened = "";

  async function open(fields, alone, focus) {
    const key = JSON.stringify(fields);
    const mine = renew("entry");
    panel.setAttribute("aria-label", alone ? "Entry" : "Entry beside");
    part("panel-tools").hidden = alone;
    part("panel-page").href = `?${new URLSearchParams({ entry: fields.entry })}`;
    if (key !== opened) {
      const made = await fetched("entry", fields, mine);
      if (!made) return null;
      opened = made.failed ? "" : key;
      fill(entry, made);
      entry.dataset.title = made.title;
    }
    panel.hidden = false;
    const quoted = entry.querySelector("mark.quoted");
    const target = quoted || entry.querySelector("h2");
    current(fields.entry);
    if (quoted) flash(quoted, alone);
    else panel.scrollTop = 0;
    if (focus && target) target.focus({ preventScroll: true });
    return entry.dataset.title;
  }

  function flash(quoted, alone) {
    const all = entry.querySelectorAll("mark.quoted");
    for (const one of all) one.classList.remove("flash");
    void quoted.offsetWidth; // so that it flashes anew
    for (const one of all) one.classList.add("flash");
    if (alone) quoted.scrollIntoView({ block: "center" });
    else panel.scrollTop = quoted.offsetTop - panel.clientHeight / 3;
  }

  // Marks in the list and on the map whose entry is open.
  function current(id) {
    for (const link of page.querySelectorAll("#gl-list .names a, .chart a")) {
      const here = id && new URLSearchParams(link.getAttribute("href")).get("entry") === id;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (here && link.closest(".chart")) link.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  function close() {
    current("");
    renew("entry");
    if (panel.hidden) return;
    panel.hidden = true;
    if (panel.contains(document.activeElement) || document.activeElement === document.body) {
      (opener && opener.isConnected ? opener : part("input")).focus({ preventScroll: true });
    }
    opener = null;
  }

  // the list of names

  let list = "";
  let typing = 0;

  function setUpBrowse(shell) {
    part("browse").innerHTML = shell;
    const [find, chosen] = [part("find"), part("in")];
    const changed = () => {
      const fields = { view: "browse", find: find.value.trim() };
      if (chosen && chosen.value) fields.in = chosen.value;
      go(fields, { replace: true });
    };
    find.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(changed, 60);
    });
    if (chosen) chosen.addEventListener("change", changed);
    part("browse").addEventListener("keydown", (event) => {
      const links = [...part("list").querySelectorAll(".names a")];
      const at = links.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.target === find && event.key === "Enter" && links.length) links[0].click();
      else if (step && event.target !== chosen && at + step < links.length) {
        event.preventDefault();
        (at + step < 0 ? find : links[at + step]).focus();
      }
    });
  }

  async function browse(fields) {
    const [find, chosen] = [part("find"), part("in")];
    if (document.activeElement !== find) find.value = fields.find || "";
    if (chosen) chosen.value = fields.in || "";
    const key = JSON.stringify(fields);
    const mine = renew("browse");
    if (key !== list) {
      const made = await fetched("browse", fields, mine);
      if (!made) return;
      list = made.failed ? "" : key;
      fill(part("list"), made);
      if (fields.find) live.textContent = made.said;
    }
    const letter = fields.letter && `[data-letter="${CSS.escape(fields.letter)}"]`;
    const heading = letter && part("list").querySelector(letter);
    if (heading) heading.scrollIntoView({ block: "start" });
  }

  // the map

  let drawn = null;

  async function map(fields) {
    const key = JSON.stringify(fields);
    const mine = renew("map");
    if (key === drawn) return;
    const made = await fetched("map", fields, mine);
    if (!made) return;
    drawn = made.failed ? null : key;
    fill(part("map"), made);
    const [chart, chosen] = [part("map").querySelector(".chart"), part("map-in")];
    if (chosen) chosen.addEventListener("change", () => go({ view: "map", in: chosen.value }));
    if (chart) setUpChart(chart);
  }

  function setUpChart(chart) {
    const svg = chart.querySelector("svg");
    const [width, height] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
    const names = [...svg.querySelectorAll("a")];
    const button = part("zoom");
    const places = names.map((name) => {
      const dot = name.querySelector("circle");
      return [dot.cx.baseVal.value, dot.cy.baseVal.value];
    });

    function zoom(whole) {
      const scale = whole ? Math.min(1, chart.clientWidth / width, chart.clientHeight / height) : 1;
      svg.setAttribute("width", width * scale);
      svg.setAttribute("height", height * scale);
      chart.classList.toggle("whole", scale < 0.8);
      chart.style.setProperty("--k", (1 / scale).toFixed(3));
      button.textContent = whole ? "Read it up close" : "See it whole";
      button.dataset.whole = whole ? "1" : "";
      button.hidden = width <= chart.clientWidth && height <= chart.clientHeight;
      chart.scrollTo((width * scale - chart.clientWidth) / 2, (height * scale - chart.clientHeight) / 2);
    }

    function light(name) {
      const at = name && name.dataset.at;
      for (const line of svg.querySelectorAll("line")) {
        line.classList.toggle("lit", Boolean(name) && line.dataset.ends.split(" ").includes(at));
      }
    }

    function nearest(from, [dx, dy]) {
      let best = -1;
      let cost = Infinity;
      places.forEach(([x, y], at) => {
        const [ax, ay] = [x - places[from][0], y - places[from][1]];
        const along = ax * dx + ay * dy;
        const aside = Math.abs(ax * dy) + Math.abs(ay * dx);
        if (along > 1 && along + 2.5 * aside < cost) [best, cost] = [at, along + 2.5 * aside];
      });
      return best;
    }

    chart.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      const from = names.indexOf(document.activeElement);
      const to = from < 0 ? names.findIndex((name) => name.tabIndex === 0) : nearest(from, way);
      event.preventDefault();
      if (to < 0) return;
      for (const name of names) name.setAttribute("tabindex", name === names[to] ? 0 : -1);
      names[to].focus();
      names[to].scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    for (const kind of ["focusin", "mouseover"]) {
      chart.addEventListener(kind, (event) => light(event.target.closest("a")));
    }
    button.addEventListener("click", () => zoom(!button.dataset.whole));
    zoom(chart.clientWidth / width >= 0.8 && chart.clientHeight / height >= 0.8);
  }

  // What was fetched is out of date.
  function forget() {
    list = opened = "";
    drawn = null;
  }

  return {
    browse,
    close,
    forget,
    hello,
    map,
    open,
    setUpBrowse,
    get panelOpen() {
      return !panel.hidden && page.dataset.view !== "entry";
    },
    set opener(element) {
      opener = element;
    },
  };
}
