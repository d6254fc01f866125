// The paper: pages of a PDF drawn as they come into view, with text to select and the places of remarks on them.
// Speaks with review.js by events only: "place" tells what was chosen, "go" asks for a page, "remarks" that they changed.
const root = document.getElementById("review");
const box = document.getElementById("pages");
const choose = document.getElementById("choose");
const told = root.dataset;
const sheets = [];
let pdf, scale = 1, fit = true, drawing = false, chosen = null, now = 0;
const MOST_DRAWN = 10, LEAST = 0.4, MOST = 4, STEP = 1.2;

const make = (tag, name, parent) => {
  const one = document.createElement(tag);
  one.className = name;
  parent?.append(one);
  return one;
};
const percent = (one, [left, top, width, height]) => {
  for (const [name, value] of Object.entries({ left, top, width, height })) one.style.setProperty(name, `${value * 100}%`);
};
const plain = (text) => text.replace(/\s+/g, " ").replace(/(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])/g, "").trim().slice(0, 1000);
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

class Sheet {
  constructor(pdfjs, number, size) {
    this.pdfjs = pdfjs;
    this.number = number;
    this.size = size;
    this.box = make("div", "sheet-page", box);
    this.box.id = `page-${number}`;
    this.places = make("div", "places", this.box);
    this.places.setAttribute("aria-hidden", "true");
    this.measure();
  }

  measure() {
    this.box.style.setProperty("width", `${Math.floor(this.size.width * scale)}px`);
    this.box.style.setProperty("height", `${Math.floor(this.size.height * scale)}px`);
  }

  async draw() {
    if (this.drawn === scale || this.busy) return;
    this.busy = true;
    const wanted = scale;
    const page = await pdf.getPage(this.number);
    this.view = page.getViewport({ scale: 1 });
    if (this.view.width !== this.size.width || this.view.height !== this.size.height) {
      this.size = { width: this.view.width, height: this.view.height };
      this.measure();
    }
    const view = page.getViewport({ scale: wanted });
    const fine = Math.min(window.devicePixelRatio || 1, 3, 4096 / Math.max(view.width, view.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(view.width * fine);
    canvas.height = Math.floor(view.height * fine);
    canvas.setAttribute("aria-hidden", "true");
    await page.render({ canvas, viewport: view, transform: [fine, 0, 0, fine, 0, 0], annotationMode: 0 }).promise;
    const text = make("div", "textLayer");
    const layer = new this.pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport: view });
    await layer.render();
    this.clear();
    this.box.prepend(canvas, text);
    this.drawn = wanted;
    this.busy = false;
    this.mark();
    if (scale !== wanted) this.draw();
  }

  clear() {
    for (const old of this.box.querySelectorAll("canvas, .textLayer")) old.remove();
    this.drawn = 0;
  }

  // Rectangles go from PDF points to shares of the page, so that no zoom moves them.
  share([left, bottom, right, top]) {
    const [ax, ay, bx, by] = this.view.convertToViewportRectangle([left, bottom, right, top]);
    const { width, height } = this.size;
    return [Math.min(ax, bx) / width, Math.min(ay, by) / height, Math.abs(ax - bx) / width, Math.abs(ay - by) / height];
  }

  points([left, top, width, height]) {
    const corner = (x, y) => this.view.convertToPdfPoint(x * this.size.width, y * this.size.height);
    const [ax, ay] = corner(left, top), [bx, by] = corner(left + width, top + height);
    return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)].map((one) => Math.round(one * 100) / 100);
  }

  mark() {
    if (!this.view) return;
    this.places.replaceChildren();
    let bare = 0;
    for (const one of document.querySelectorAll(`.remark[data-version="${told.version}"][data-page="${this.number}"]`)) {
      const { state, number, id } = one.dataset, area = JSON.parse(one.dataset.area);
      const drawn = area.length === 1 && !one.querySelector(".remark-quote") ? " place-drawn" : "";
      for (const rectangle of area) percent(make("div", `place place-${state}${drawn}`, this.places), this.share(rectangle));
      const pin = make("button", `pin pin-${state}${one.classList.contains("here") ? " here" : ""}`, this.places);
      pin.type = "button"; pin.tabIndex = -1; pin.textContent = number; pin.dataset.pin = id;
      const [left, top, width] = area.length ? this.share(area[0]) : [0, 0.03 + 0.035 * bare++, 0.03];
      pin.style.setProperty("left", `${Math.min(left + width, 0.98) * 100}%`);
      pin.style.setProperty("top", `${Math.max(top, 0.015) * 100}%`);
    }
    if (chosen?.page === this.number) for (const one of chosen.area) percent(make("div", "place place-new", this.places), this.share(one));
  }
}

const watch = new IntersectionObserver((seen) => {
  for (const one of seen) {
    const sheet = sheets[Number(one.target.id.slice(5)) - 1];
    sheet.near = one.isIntersecting;
    if (sheet.near) sheet.draw();
  }
  const far = sheets.filter((one) => one.drawn && !one.near);
  for (const one of far.slice(0, Math.max(0, far.length - MOST_DRAWN))) one.clear();
}, { root: box, rootMargin: "60% 0px" });

const here = () => {
  const line = box.getBoundingClientRect().top + box.clientHeight / 3;
  const found = sheets.findLast((one) => one.box.getBoundingClientRect().top <= line);
  return found ? found.number : 1;
};
const go = (number, area) => {
  const sheet = sheets[Math.min(Math.max(number, 1), sheets.length) - 1];
  if (!sheet) return;
  const down = area?.length && sheet.view ? sheet.share(area[0])[1] * sheet.box.clientHeight - box.clientHeight / 4 : 0;
  box.scrollTop = sheet.box.offsetTop - box.offsetTop - 8 + Math.max(down, 0);
};
const zoom = (wanted) => {
  const number = here(), sheet = sheets[number - 1];
  const part = (box.scrollTop - (sheet.box.offsetTop - box.offsetTop)) / sheet.box.clientHeight;
  scale = Math.min(Math.max(wanted, LEAST), MOST);
  box.style.setProperty("--total-scale-factor", scale);
  for (const one of sheets) { one.measure(); if (!one.near) one.clear(); }
  box.scrollTop = sheet.box.offsetTop - box.offsetTop + part * sheet.box.clientHeight;
  document.getElementById("zoom-now").value = `${Math.round(scale * 75)}%`;
  for (const one of sheets) if (one.near) one.draw();
};
const fitted = () => {
  const style = getComputedStyle(box);
  return (box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 2) / sheets[0].size.width;
};

// Choosing a place ---------------------------------------------------------------------------------------------------
const chose = (place) => {
  chosen = place;
  if (choose) choose.hidden = true;
  for (const one of sheets) if (one.drawn) one.mark();
  if (place) tell("place", place);
};
const selected = () => {
  const selection = getSelection();
  if (!choose || drawing || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer.parentElement?.closest(".sheet-page");
  if (!start || !box.contains(start)) return null;
  const sheet = sheets[Number(start.id.slice(5)) - 1], page = sheet.box.getBoundingClientRect();
  const lines = [];
  for (const one of range.getClientRects()) {
    const middle = one.top + one.height / 2;
    if (one.width < 1 || one.height < 1 || middle < page.top || middle > page.bottom || one.height > page.height / 4) continue;
    const line = lines.find((other) => Math.abs(other.top - one.top) < one.height / 2);
    if (line) { line.right = Math.max(line.right, one.right); line.left = Math.min(line.left, one.left); }
    else lines.push({ left: one.left, right: one.right, top: one.top, bottom: one.bottom });
  }
  if (!lines.length) return null;
  const area = lines.slice(0, 60).map((one) => sheet.points([(one.left - page.left) / page.width, (one.top - page.top) / page.height,
    (one.right - one.left) / page.width, (one.bottom - one.top) / page.height]));
  return { page: sheet.number, area, quote: plain(selection.toString()), last: lines.at(-1) };
};
const offer = () => {
  const place = selected();
  if (!choose) return;
  choose.hidden = !place;
  if (!place) return;
  const paper = box.parentElement.getBoundingClientRect();
  choose.style.setProperty("left", `${Math.max(4, Math.min(place.last.right - paper.left - 40, paper.width - 120))}px`);
  choose.style.setProperty("top", `${Math.min(place.last.bottom - paper.top + 6, paper.height - 46)}px`);
};
const draw = (event) => {
  const target = event.target.closest(".sheet-page");
  if (!drawing || !target || event.button) return;
  const sheet = sheets[Number(target.id.slice(5)) - 1], page = target.getBoundingClientRect();
  if (!sheet.view) return;
  event.preventDefault();
  target.setPointerCapture(event.pointerId);
  const at = (one) => [(one.clientX - page.left) / page.width, (one.clientY - page.top) / page.height].map((x) => Math.min(Math.max(x, 0), 1));
  const from = at(event), ghost = make("div", "place place-new", sheet.places);
  let share = [...from, 0, 0];
  const move = (one) => {
    const to = at(one);
    share = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    percent(ghost, share);
  };
  const end = () => {
    target.removeEventListener("pointermove", move);
    ghost.remove();
    if (share[2] * page.width > 6 && share[3] * page.height > 6) chose({ page: sheet.number, area: [sheet.points(share)], quote: "" });
    mode(false);
  };
  target.addEventListener("pointermove", move);
  target.addEventListener("pointerup", end, { once: true });
  target.addEventListener("pointercancel", end, { once: true });
};
const mode = (on) => {
  drawing = on;
  box.classList.toggle("drawing", on);
  root.querySelector("[data-draw]")?.setAttribute("aria-pressed", on);
};

// Beginning ----------------------------------------------------------------------------------------------------------
const turned = () => {
  const number = here();
  if (number === now) return;
  now = number;
  document.getElementById("page-now").value = number;
  tell("page", number);
};
root.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-turn-page], [data-zoom], [data-draw], [data-pin]");
  if (!tool || !sheets.length) return;
  const { turnPage, zoom: way, pin } = tool.dataset;
  if (turnPage) go(here() + Number(turnPage));
  else if (pin) tell("pin", Number(pin));
  else if ("draw" in tool.dataset) mode(!drawing);
  else { fit = way === "fit"; zoom(fit ? fitted() : way === "1" ? scale * STEP : scale / STEP); }
});
const listen = () => {
  document.getElementById("page-now").addEventListener("change", (event) => go(Number(event.target.value)));
  box.addEventListener("scroll", () => { requestAnimationFrame(turned); if (choose) choose.hidden = true; }, { passive: true });
  box.addEventListener("pointerdown", draw);
  for (const name of ["pointerup", "keyup"]) document.addEventListener(name, () => setTimeout(offer, 30));
  choose?.addEventListener("click", () => { const place = selected(); getSelection().removeAllRanges(); chose(place); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { mode(false); chose(null); } });
  document.addEventListener("go", (event) => go(event.detail.page, event.detail.area));
  document.addEventListener("unplace", () => chose(null));
  document.addEventListener("remarks", () => { for (const one of sheets) if (one.drawn) one.mark(); });
  new ResizeObserver(() => { if (fit && box.clientWidth && Math.abs(fitted() - scale) > 0.01) zoom(fitted()); }).observe(box);
};
const begin = async () => {
  const pdfjs = await import(told.pdfjs);
  pdfjs.GlobalWorkerOptions.workerSrc = told.worker;
  pdf = await pdfjs.getDocument({ url: told.file, cMapUrl: `${told.assets}cmaps/`, cMapPacked: true,
    standardFontDataUrl: `${told.assets}standard_fonts/`, wasmUrl: `${told.assets}wasm/`, useWasm: false,
    isEvalSupported: false, enableXfa: false, disableAutoFetch: true, disableStream: true, rangeChunkSize: 262144 }).promise;
  const first = (await pdf.getPage(1)).getViewport({ scale: 1 });
  box.replaceChildren();
  for (let number = 1; number <= pdf.numPages; number++) sheets.push(new Sheet(pdfjs, number, { width: first.width, height: first.height }));
  root.querySelector(".paper-tools").hidden = false;
  listen();
  zoom(fitted());
  for (const one of sheets) watch.observe(one.box);
  const asked = /^#page-(\d+)$/.exec(location.hash);
  if (asked) go(Number(asked[1]));
  turned();
  tell("opened");
};
begin().catch(() => { box.textContent = told.unread; box.classList.add("card-body"); });
