// The editor of a clause: a changed kind or a new row draws the form anew without a reload; the form works without.
(() => {
  const turn = (form, asked) => htmx.ajax("POST", form.getAttribute("action"), { source: form, target: "#clause-form", swap: "outerHTML", values: { do: asked } });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("#clause-form [data-turns]")) return;
    event.stopPropagation();
    turn(event.target.form, "update");
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#clause-form [data-turn]");
    if (!button) return;
    event.preventDefault();
    turn(button.form, button.value);
  });
})();
