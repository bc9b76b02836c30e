// Narrows the list of failures. The page reads completely without it.
"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const [outcome, slice, search] = ["outcome", "slice", "search"].map((id) =>
    document.getElementById(id),
  );
  const shown = document.getElementById("shown");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const failures = Array.from(document.querySelectorAll(".failure"), (node) => ({
    node,
    outcome: node.dataset.outcome,
    slices: node.dataset.slices.split(" "),
    text: fold(node.textContent),
  }));

  function apply() {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const failure of failures) {
      const fits =
        (!outcome.value || failure.outcome === outcome.value) &&
        (!slice.value || failure.slices.includes(slice.value)) &&
        words.every((word) => failure.text.includes(word));
      failure.node.hidden = !fits;
      count += fits;
    }
    for (const kind of document.querySelectorAll(".kind")) {
      kind.hidden = !kind.querySelector(".failure:not([hidden])");
    }
    shown.textContent = `${count} of ${failures.length} shown.`;
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // a link to a kind of failure shows it, whatever is filtered
  for (const control of document.querySelectorAll("#all, #failures .plain a")) {
    control.addEventListener("click", () => {
      form.reset();
      apply();
    });
  }
  form.hidden = false;
  apply();
})();
