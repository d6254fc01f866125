// Clicks set the pixel of a mark; the server says at once what the marks come to.
"use strict";
const form = document.querySelector(".calibrating");
const still = document.getElementById("still");
const board = document.getElementById("board");
const drawn = document.getElementById("marks");
const glass = document.getElementById("glass");
const rows = document.getElementById("rows");
const SVG = "http://www.w3.org/2000/svg";
const ZOOM = 6;
let now = 0, waiting = 0, asked = 0;

const lines = () => [...rows.querySelectorAll("tbody tr")];
const field = (line, name) => line.querySelector(`input[name=${name}]`);

function draw() {
  drawn.replaceChildren(...lines().map((line, place) => {
    const [x, y] = [field(line, "x").value, field(line, "y").value];
    const group = document.createElementNS(SVG, "g");
    if (x === "" || y === "") return group;
    group.setAttribute("class", `${field(line, "held").checked ? "held" : ""} ${place === now ? "now" : ""}`);
    const ring = document.createElementNS(SVG, "circle");
    ring.setAttribute("cx", x); ring.setAttribute("cy", y); ring.setAttribute("r", 7);
    const cross = document.createElementNS(SVG, "path");
    cross.setAttribute("d", `M${x - 3} ${y}h6M${x} ${y - 3}v6`);
    const name = document.createElementNS(SVG, "text");
    name.setAttribute("x", Number(x) + 10); name.setAttribute("y", Number(y) - 8);
    name.textContent = field(line, "id").value;
    group.append(ring, cross, name);
    return group;
  }));
  lines().forEach((line, place) => line.classList.toggle("now", place === now));
}

async function check() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok || mine !== asked) return;
  const told = await answer.json();
  document.getElementById("result").innerHTML = told.result;
  for (const line of lines()) {
    const error = told.errors[field(line, "id").value];
    line.querySelector(".error").textContent = error === undefined ? "" : `${(error * 100).toFixed(1)} cm`;
  }
}

function soon() {
  draw();
  clearTimeout(waiting);
  waiting = setTimeout(check, 150);
}

async function ask(button) {
  const body = new URLSearchParams(new FormData(form));
  body.append(button.name, button.value);
  const answer = await fetch(form.dataset.check, { method: "POST", body });
  if (!answer.ok) return;
  const told = await answer.json();
  rows.innerHTML = told.rows;
  document.getElementById("result").innerHTML = told.result;
  now = button.name === "add" ? lines().length - 1 : Math.min(now, lines().length - 1);
  if (button.name === "add") field(lines()[now], "x").focus();
  draw();
}

function at(event) {
  const box = still.getBoundingClientRect();
  const scale = still.naturalWidth / box.width;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

// The row in use takes the click; if it has a pixel already and another has none, that one does.
function target() {
  const empty = lines().findIndex((line) => field(line, "x").value === "");
  const used = lines()[now] && field(lines()[now], "x").value !== "" && !rows.contains(document.activeElement);
  return used && empty >= 0 ? empty : now;
}

board.addEventListener("click", (event) => {
  now = target();
  const line = lines()[now];
  if (!line) return;
  const [x, y] = at(event);
  field(line, "x").value = x.toFixed(1);
  field(line, "y").value = y.toFixed(1);
  field(line, "X").focus();
  soon();
});

board.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "mouse") return;
  const [x, y] = at(event), side = glass.width / ZOOM, pen = glass.getContext("2d");
  const box = board.getBoundingClientRect();
  const left = event.clientX - box.left, top = event.clientY - box.top;
  glass.hidden = false;
  glass.style.left = `${left + (left > box.width - 210 ? -196 : 26)}px`;
  glass.style.top = `${top + (top > box.height - 210 ? -196 : 26)}px`;
  pen.imageSmoothingEnabled = false;
  pen.clearRect(0, 0, glass.width, glass.height);
  pen.drawImage(still, x - side / 2, y - side / 2, side, side, 0, 0, glass.width, glass.height);
  pen.strokeStyle = "#ffd54a";
  pen.strokeRect(glass.width / 2 - ZOOM / 2, glass.height / 2 - ZOOM / 2, ZOOM, ZOOM);
});
board.addEventListener("pointerleave", () => { glass.hidden = true; });

form.addEventListener("input", soon);
form.addEventListener("focusin", (event) => {
  const place = lines().indexOf(event.target.closest("tr"));
  if (place >= 0 && place !== now) { now = place; draw(); }
});
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button && button.name === "save") return;
  event.preventDefault();
  if (button && (button.name === "add" || button.name === "remove")) ask(button);
  else check();
});
draw();
