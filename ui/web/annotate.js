// Shows what defines a term beside it, while the pointer or the focus is there. Without this script
// each term is a link to its definition at the end, and described by it.
(() => {
  if (window.glossatorTips) return;
  window.glossatorTips = true;
  let tip = null;
  let term = null;
  let timer = 0;

  const hide = () => {
    clearTimeout(timer);
    if (tip) tip.remove();
    tip = term = null;
  };

  const show = (link) => {
    clearTimeout(timer);
    if (link === term) return;
    hide();
    const said = (link.getAttribute("aria-describedby") || "").split(" ");
    const texts = said.map((id) => document.getElementById(id)).filter(Boolean);
    if (!texts.length) return;
    tip = document.createElement("div");
    tip.className = "glossator-tip";
    tip.setAttribute("aria-hidden", "true"); // the link is described by the same text
    for (const text of texts) {
      const line = document.createElement("p");
      line.textContent = text.textContent;
      line.dir = "auto";
      tip.append(line);
    }
    document.body.append(tip);
    term = link;
    const at = link.getClientRects()[0] || link.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left, width - tip.offsetWidth - 8));
    const above = at.bottom + tip.offsetHeight + 8 > window.innerHeight && at.top > tip.offsetHeight + 8;
    const top = above ? at.top - tip.offsetHeight - 4 : at.bottom + 4;
    // wherever the offset parent is, measured rather than assumed
    tip.style.left = tip.style.top = "0";
    const origin = tip.getBoundingClientRect();
    tip.style.left = `${left - origin.left}px`;
    tip.style.top = `${top - origin.top}px`;
  };

  const over = (event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest(".glossator-term");
    if (link) show(link);
    else if (tip && tip.contains(event.target)) clearTimeout(timer);
  };

  const leave = (event) => {
    const to = event.relatedTarget;
    if (!tip || (to instanceof Node && (tip.contains(to) || term.contains(to)))) return;
    clearTimeout(timer);
    timer = setTimeout(hide, event.type === "focusout" ? 0 : 200);
  };

  document.addEventListener("pointerover", over);
  document.addEventListener("pointerout", leave);
  document.addEventListener("focusin", over);
  document.addEventListener("focusout", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && tip) {
      event.stopPropagation();
      hide();
    }
  }, true);
})();
