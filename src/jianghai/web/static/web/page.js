// Small comforts; every page works without them.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const account = event.target.closest("[data-fill-login]");
  if (account) {
    const form = document.querySelector("form[action*='login']");
    form.elements.login.value = account.dataset.fillLogin;
    form.elements.password.value = account.dataset.fillPassword;
    form.querySelector("button[type=submit]").focus();
  }
  if (event.target.closest("[data-print]")) window.print();
  const plain = event.target.closest("[data-plain]");
  if (plain) { // this button sends the form itself, without htmx
    event.preventDefault();
    plain.form.action = plain.formAction;
    HTMLFormElement.prototype.submit.call(plain.form);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
