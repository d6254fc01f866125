// Brings what has changed since the page was written; the page also works without this.
"use strict";
const watch = document.querySelector(".watch");
const list = document.getElementById("events");
const live = document.getElementById("live");
const hold = document.getElementById("hold");
const noticed = document.getElementById("noticed");
const OFTEN = 400;
let turn = "", held = false;

function replace(id, markup) {
  const place = document.getElementById(id);
  if (!place.contains(document.activeElement)) place.innerHTML = markup;
}

// Entries that are new come in, those that have changed are exchanged, unless somebody is just using one.
function merge(markup) {
  const fresh = document.createElement("ol");
  fresh.innerHTML = markup;
  const known = new Map([...list.children].map((one) => [one.id, one]));
  const kept = new Set();
  let before = null, told = "";
  for (const one of [...fresh.children]) {
    const old = known.get(one.id);
    const stays = old && (old.dataset.mark === one.dataset.mark || old.contains(document.activeElement));
    const shown = stays ? old : one;
    if (!old && turn) { one.classList.add("new"); told ||= one.querySelector("h3").textContent; }
    if (old && !stays) old.remove();
    const place = before ? before.nextSibling : list.firstChild;
    if (place !== shown) list.insertBefore(shown, place);
    kept.add(shown);
    before = shown;
  }
  for (const one of [...list.children]) if (!kept.has(one)) one.remove();
  document.getElementById("none").hidden = list.children.length > 0;
  if (told) noticed.textContent = `${noticed.dataset.word}：${told}`;
}

async function look() {
  if (!document.hidden && !held) {
    try {
      const answer = await fetch(`${watch.dataset.part}?turn=${turn}`);
      if (answer.ok) {
        const news = await answer.json();
        replace("state", news.state);
        replace("plan", news.plan);
        if (news.events !== undefined) merge(news.events);
        turn = String(news.turn);
      }
    } catch { /* the watch has ended or starts again: the next look tells */ }
  }
  setTimeout(look, OFTEN);
}

const all = document.getElementById("all");
all.hidden = false;
list.classList.remove("all");
all.addEventListener("click", () => { list.classList.add("all"); all.hidden = true; });
hold.hidden = false;
hold.addEventListener("click", () => {
  held = !held;
  live.src = held ? `${live.dataset.still}?${Date.now()}` : live.dataset.still.replace(/jpg$/, "mjpg");
  hold.textContent = held ? hold.dataset.go : hold.dataset.hold;
});
look();
