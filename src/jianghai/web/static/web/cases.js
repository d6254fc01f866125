// Brings the step that is being done into view in the process picture; without it one scrolls by hand.
for (const frame of document.querySelectorAll("[data-process]")) {
  const here = frame.querySelector(".pp-node.is-open");
  if (!here) continue;
  const box = here.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  frame.scrollLeft += box.left - outer.left - (outer.width - box.width) / 2;
  frame.scrollTop += box.top - outer.top - (outer.height - box.height) / 2;
}
