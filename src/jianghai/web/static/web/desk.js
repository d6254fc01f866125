// The editor draws its form anew without a reload, sliders of the lab move their fields, one box ticks all.
(() => {
  const turn = (form, asked) => htmx.ajax("POST", form.getAttribute("action"), { source: form, target: "#clause-form", swap: "outerHTML", values: { do: asked } });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("#clause-form [data-turns]")) return;
    event.stopPropagation();
    turn(event.target.form, "update");
  }, true);
  const sliders = () => document.querySelectorAll("[data-slides][hidden]").forEach((slider) => { slider.hidden = false; });
  sliders();
  document.addEventListener("htmx:afterSettle", sliders);
  document.addEventListener("input", (event) => {
    const slider = event.target.closest("[data-slides]");
    const field = slider ? document.getElementById(slider.dataset.slides) : event.target.closest(".knob input");
    if (!field) return;
    if (slider) field.value = slider.value;
    else if (field.parentElement.parentElement.querySelector(".slider")) field.parentElement.parentElement.querySelector(".slider").value = field.value;
    field.closest(".knob").classList.toggle("moved", field.value !== field.dataset.was);
  });
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-all]");
    if (all) for (const box of document.querySelectorAll(`[name=${all.dataset.all}]`)) box.checked = all.checked;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#clause-form [data-turn], [form=clause-form][data-turn]");
    if (!button) return;
    event.preventDefault();
    turn(button.form, button.value);
  });
})();
