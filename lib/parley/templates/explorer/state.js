// The state of the page is what its address says after #: a view can be linked to, and Back leads back.

const MARKS = ["actors", "quotations", "positions"];
const DEFAULTS = {
  panel: positions.doc.length || !docs.length ? "positions" : "articles",
  article: "",
  outlet: "",
  voice: "all",
  actor: "",
  text: "", // the filters
  pick: [], // what is chosen in the panel: its names, not its numbers
  by: "article",
  few: "", // judgements
  from: "",
  to: "", // timeline
  q: "",
  sort: "text", // concordance
  read: "",
  at: "",
  marks: MARKS,
  names: "",
  aside: "", // reading pane
};
const FILTERS = ["article", "outlet", "voice", "actor", "text"];

/** What is allowed in a field where not every text is. */
const ALLOWED = {
  panel: (v) => Object.hasOwn(PANELS, v),
  article: (v) => docNumber.has(v),
  outlet: (v) => outlets.includes(v),
  voice: (v) => Object.hasOwn(VOICES, v),
  actor: (v) => actorNumber.has(v),
  by: (v) => ["article", "outlet"].includes(v),
  sort: (v) => Object.hasOwn(SORTS, v),
  from: isDay,
  to: isDay,
  read: (v) => docNumber.has(v),
  at: (v) => /^\d+$/.test(v),
};

function isDay(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

let state = { ...DEFAULTS };

/** The state that an address says; what the corpus does not have is left out. */
function readState(fragment) {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const found = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS)) {
    if (!said.has(name)) continue;
    if (Array.isArray(DEFAULTS[name])) found[name] = said.getAll(name).filter((v) => v !== "");
    else if (!ALLOWED[name] || ALLOWED[name](said.get(name))) found[name] = said.get(name);
  }
  return found;
}

function writeState(values) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (String(value) === String(DEFAULTS[name])) continue;
    if (!Array.isArray(value)) said.set(name, value);
    else if (value.length) value.forEach((v) => said.append(name, v));
    else said.set(name, "");
  }
  return `#${said}`;
}

let written = "";

/** Change the state, draw what changes with it, and say it in the address: as a new place, or in this one's stead. */
function set(change, { replace = false } = {}) {
  state = { ...state, ...change };
  written = writeState(state);
  draw();
  if (written === (location.hash || "#")) return;
  if (replace) location.replace(written);
  else location.hash = written;
}

/** Set while something is typed: one place in the history, however many keys. */
let typed = "";

function setTyped(name, value) {
  set({ [name]: value }, { replace: typed === name });
  typed = name;
}

window.addEventListener("hashchange", () => {
  if ((location.hash || "#") === written) return;
  if (location.hash === "#main") return;
  state = readState(location.hash);
  written = location.hash || "#";
  typed = "";
  draw();
});
