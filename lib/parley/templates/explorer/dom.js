// Elements are made from texts here, and only here: a text becomes a text node or an attribute, never markup.

const SVG = "http://www.w3.org/2000/svg";
const MOST = 200; // lines that a list shows before it says how many more there are
const UNSEEN = new RegExp(
  "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]",
  "g",
);

/** A text with the characters that nobody sees, or that turn others round, written as their number. */
function shown(text) {
  return String(text).replace(
    UNSEEN,
    (c) => `[U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`,
  );
}

/** An HTML element; `on` among the attributes holds its listeners. */
function el(name, attributes = {}, ...content) {
  return filled(document.createElement(name), attributes, content);
}

/** An SVG element. */
function shape(name, attributes = {}, ...content) {
  return filled(document.createElementNS(SVG, name), attributes, content);
}

function filled(node, attributes, content) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") Object.entries(value).forEach(([event, act]) => node.addEventListener(event, act));
    else node.setAttribute(key, value === true ? "" : shown(value));
  }
  for (const part of content.flat(2)) {
    if (part === null || part === undefined || part === "") continue;
    node.append(part instanceof Node ? part : shown(part));
  }
  return node;
}

/** Put content into an element: after what is there, or in its stead. What is empty is left out. */
function put(host, ...content) {
  filled(host, {}, content);
}

function refill(host, ...content) {
  host.replaceChildren();
  filled(host, {}, content);
}

function byId(id) {
  return document.getElementById(id);
}

/** A text of the corpus, whose direction is its own. */
function own(text, name = "bdi") {
  return el(name, { dir: "auto" }, text);
}

function option(value, label) {
  const made = el("option", {}, label);
  made.value = value;
  return made;
}

const GROUPED = new Intl.NumberFormat("en");

function count(number, noun = "", nouns = `${noun}s`) {
  return noun ? `${GROUPED.format(number)} ${number === 1 ? noun : nouns}` : GROUPED.format(number);
}

/** A number with its sign, two digits after the point. */
function signed(value) {
  const text = Math.abs(value).toFixed(2);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}

function none(text) {
  return el("p", { class: "none" }, text);
}

/** What a list leaves out, in words. */
function more(total, limit, noun, advice = "") {
  return total > limit ? none(`and ${count(total - limit, `more ${noun}`)}${advice}`) : null;
}

/** Groups of some things, by key, in the order in which they come. */
function grouped(things, keyOf) {
  const groups = new Map();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

/** The last of some sorted numbers, from low on and before high, that is not above a value; low - 1 for none. */
function lastUpTo(numbers, value, low = 0, high = numbers.length) {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Call an act once the calls for it have paused. */
function settled(act, pause = 120) {
  let waiting = 0;
  return (...values) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => act(...values), pause);
  };
}

// -- arrow keys: the cells of a host carry data-row and data-col; one of them is in the order of Tab ------------

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function cellsOf(host) {
  return [...host.querySelectorAll("[data-row]")];
}

function enter(host, cell) {
  for (const other of cellsOf(host)) other.setAttribute("tabindex", other === cell ? "0" : "-1");
}

/** The cell that an arrow key leads to: the next one in the row, or the nearest in the next row that has one. */
function neighbour(host, cell, [down, right]) {
  const [row, col] = placeOf(cell);
  const distance = (other) => {
    const [r, c] = placeOf(other);
    if (right) return r === row && (c - col) * right > 0 ? (c - col) * right : Infinity;
    return (r - row) * down > 0 ? (r - row) * down * 1e6 + Math.abs(c - col) : Infinity;
  };
  const [best, far] = cellsOf(host).reduce(
    (so, other) => (distance(other) < so[1] ? [other, distance(other)] : so),
    [null, Infinity],
  );
  return far < Infinity ? best : null;
}

function placeOf(cell) {
  return [Number(cell.dataset.row), Number(cell.dataset.col)];
}

function edge(host, cell, last) {
  const row = cellsOf(host).filter((other) => other.dataset.row === cell.dataset.row);
  return row[last ? row.length - 1 : 0];
}

/** Let arrow keys, Home and End move among the cells of a host, and Enter and Space press those of a picture. */
function arrows(host) {
  enter(host, host.querySelector("[data-row][aria-pressed=true]") || host.querySelector("[data-row]"));
  host.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-row]");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const presses = ["Enter", " "].includes(event.key) && cell.tagName !== "BUTTON";
    const to = STEPS[event.key]
      ? neighbour(host, cell, STEPS[event.key])
      : ["Home", "End"].includes(event.key)
        ? edge(host, cell, event.key === "End")
        : null;
    if (presses) cell.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    if (to) {
      enter(host, to);
      to.focus();
    }
    if (presses || to || STEPS[event.key]) event.preventDefault();
  });
}

/** Say which cells of a host are pressed. */
function press(host, key) {
  for (const cell of host.querySelectorAll("[data-key]")) {
    cell.setAttribute("aria-pressed", String(cell.dataset.key === key));
  }
}
