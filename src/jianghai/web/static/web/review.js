// The remarks beside a version: made without leaving the page, those of others as they come, filtered and found again.
// Nothing is held open: a small question every two seconds, answered by one row where nothing has changed.
const root = document.getElementById("review");
const list = document.getElementById("remarks");
const form = document.getElementById("make");
const said = document.getElementById("said");
const told = root.dataset;
const OFTEN = 1500, SELDOM = 10000, PAUSE = 20000;
let turn = Number(told.turn), pass = told.pass, filter = "all", page = 1, furthest = 1, failures = 0, timer = 0, asking = false;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const items = () => [...list.children];
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// The list -----------------------------------------------------------------------------------------------------------
const FILTERS = {
  all: () => true,
  unsettled: (one) => one.dataset.state !== "closed",
  open: (one) => one.dataset.state === "open",
  page: (one) => Number(one.dataset.page) === page && one.dataset.version === told.version,
  mine: (one) => "mine" in one.dataset,
};
const sift = () => {
  const all = items();
  for (const one of all) one.hidden = !FILTERS[filter](one);
  for (const place of root.querySelectorAll("[data-count]")) place.textContent = all.filter(FILTERS[place.dataset.count]).length;
  document.getElementById("none").hidden = all.some((one) => !one.hidden);
};
const order = ({ dataset }) => Number(dataset.version) * 1e10 + Number(dataset.page) * 1e5 + Number(dataset.number);
const put = (fresh) => {
  const old = document.getElementById(fresh.id);
  if (!old) {
    const after = items().find((one) => order(one) > order(fresh));
    list.insertBefore(fresh, after ?? null);
    window.htmx?.process(fresh);
    return fresh;
  }
  // What somebody is writing below stays as it is; only what is said above changes.
  old.className = `${fresh.className}${old.classList.contains("here") ? " here" : ""}`;
  for (const name of fresh.getAttributeNames()) if (name.startsWith("data-")) old.setAttribute(name, fresh.getAttribute(name));
  old.querySelector(".remark-body").replaceWith(fresh.querySelector(".remark-body"));
  return old;
};
const show = (one, { focus = false } = {}) => {
  for (const other of items()) other.classList.toggle("here", other === one);
  if (one.hidden) { filter = "all"; press("[data-filter]", "filter", "all"); sift(); }
  tell("remarks");
  if (focus) { tab("side"); one.scrollIntoView({ block: "nearest" }); one.querySelector(".remark-go").focus({ preventScroll: true }); }
};
const press = (among, name, value) => {
  for (const one of root.querySelectorAll(among)) one.setAttribute("aria-pressed", one.dataset[name] === value);
};
const tab = (name) => { told.show = name; press("[data-tab]", "tab", name); };

// What others do -----------------------------------------------------------------------------------------------------
const take = (news) => {
  turn = news.turn;
  pass = news.pass;
  const box = document.createElement("template");
  let others = 0;
  for (const one of news.remarks) {
    box.innerHTML = one.html.trim();
    const known = document.getElementById(box.content.firstElementChild.id);
    const now = put(box.content.firstElementChild);
    if (!("mine" in now.dataset) || known) {
      others += 1;
      now.classList.remove("fresh");
      requestAnimationFrame(() => now.classList.add("fresh"));
    }
  }
  if (news.newest > Number(told.version)) document.getElementById("newer").hidden = false;
  sift();
  tell("remarks");
  if (others) said.textContent = `${told.told} (${others})`;
};
const ask = async () => {
  if (asking) return;
  asking = true;
  clearTimeout(timer);
  try {
    const answer = await fetch(`${told.live}?${new URLSearchParams({ since: turn, version: told.version, pass })}`, { headers: { Accept: "application/json" } });
    if (answer.redirected || [403, 404].includes(answer.status)) { location.reload(); return; }
    if (!answer.ok) throw new Error(answer.status);
    pass = answer.headers.get("Document-Pass") ?? pass;
    if (answer.status === 200) take(await answer.json());
    if (failures) said.textContent = "";
    failures = 0;
  } catch {
    failures += 1;
    if (failures > 1) said.textContent = told.lost;
  } finally {
    said.classList.toggle("visually-hidden", failures < 2);
    said.classList.toggle("note", failures > 1);
    asking = false;
    timer = setTimeout(ask, failures ? Math.min(OFTEN * 2 ** failures, PAUSE) : document.hidden ? SELDOM : OFTEN);
  }
};

// Making a remark ----------------------------------------------------------------------------------------------------
const place = (chosen) => {
  form.elements.area.value = JSON.stringify(chosen?.area ?? []);
  document.getElementById("chosen").hidden = !chosen;
  form.classList.toggle("ready", Boolean(chosen));
  if (!chosen) return;
  form.elements.page.value = chosen.page;
  form.elements.quote.value = chosen.quote;
  tab("side");
  form.elements.text.focus();
};
const wrong = (words) => {
  const there = document.getElementById("make-wrong");
  there.hidden = !words;
  there.textContent = words ?? "";
};
const send = async (event) => {
  event.preventDefault();
  const button = form.querySelector("button:not([type])");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json", "X-CSRFToken": token() } });
    if (answer.status === 201) {
      const made = await answer.json();
      form.elements.key.value = made.key;
      form.elements.text.value = form.elements.quote.value = "";
      wrong();
      place(null);
      tell("unplace");
      await ask();
      const one = document.getElementById(`remark-${made.id}`);
      if (one) { show(one); one.scrollIntoView({ block: "nearest" }); }
      form.elements.text.focus({ preventScroll: true });
    } else {
      const refused = answer.headers.get("Content-Type")?.includes("json") ? (await answer.json()).error.message : told.lost;
      wrong(refused);
    }
  } catch {
    wrong(told.lost); // the same key goes with the next try, so that nothing is said twice
  } finally {
    button.disabled = false;
  }
};
if (form) {
  form.addEventListener("submit", send);
  form.elements.page.addEventListener("input", () => { if (!document.getElementById("chosen").hidden) { tell("unplace"); place(null); } });
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(); });
  document.addEventListener("place", (event) => place(event.detail));
}

// Who has read how far ----------------------------------------------------------------------------------------------
let reading = 0;
const came = () => {
  reading = 0;
  const body = new URLSearchParams({ page: furthest });
  fetch(told.read, { method: "POST", body, headers: { "X-CSRFToken": token() }, keepalive: true }).catch(() => {});
};
document.addEventListener("page", (event) => {
  page = event.detail;
  if (form && document.getElementById("chosen").hidden && !form.elements.text.value) form.elements.page.value = page;
  if (filter === "page") sift();
  if (page > furthest) { furthest = page; reading ||= setTimeout(came, 3000); }
});
document.addEventListener("pin", (event) => show(document.getElementById(`remark-${event.detail}`), { focus: true }));
document.addEventListener("remarks-changed", ask);

root.addEventListener("click", async (event) => {
  const pressed = event.target.closest("[data-filter], [data-tab], [data-clear], [data-go], [data-who]");
  const open = event.target.closest(".remark-foot a");
  if (open && open.closest(".remark").querySelector(".acts")) { // pressed again: folded
    event.preventDefault();
    event.stopImmediatePropagation();
    open.closest(".remark").querySelector(".remark-acts").replaceChildren();
  }
  if (!pressed) return;
  const { filter: sieve, tab: side } = pressed.dataset;
  if (sieve) { filter = sieve; press("[data-filter]", "filter", sieve); sift(); }
  else if (side) tab(side);
  else if ("clear" in pressed.dataset) { place(null); tell("unplace"); }
  else if ("who" in pressed.dataset) document.getElementById("readers").innerHTML = await (await fetch(told.readers, { headers: { "HX-Request": "true" } })).text();
  else {
    const one = pressed.closest(".remark");
    if (one.dataset.version !== told.version || !told.pdfjs) { show(one); return; }
    event.preventDefault();
    show(one);
    tab("paper");
    tell("go", { page: Number(one.dataset.page), area: JSON.parse(one.dataset.area) });
  }
}, true);
list.addEventListener("keydown", (event) => {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way || !event.target.matches(".remark-go")) return;
  event.preventDefault();
  const seen = items().filter((one) => !one.hidden);
  seen[seen.indexOf(event.target.closest(".remark")) + way]?.querySelector(".remark-go").focus();
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });

root.classList.add("scripted");
root.querySelector(".review-tabs").hidden = false;
document.getElementById("filters").hidden = false;
sift();
if (location.hash.startsWith("#remark-")) tab("side");
timer = setTimeout(ask, OFTEN);
