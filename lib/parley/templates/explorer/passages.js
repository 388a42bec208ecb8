// Passages: the sentences behind what is picked, each with its article and line, and the way into the article.

const MOST_PASSAGES = 100;

/** Rows are {sentence, start, end, label}: the label makes a node that says what the row is. */
function passageItems(rows) {
  return [...grouped(rows, (row) => row.sentence)];
}

/** A sentence with the rows' own words marked. */
function markedSentence(sentence, rows) {
  const [low, high] = [sentences.start[sentence], sentences.end[sentence]];
  const text = docs[sentences.doc[sentence]].text;
  const parts = [];
  let at = low;
  for (const row of [...rows].sort((a, b) => a.start - b.start)) {
    const [start, end] = [Math.max(low, row.start), Math.min(high, row.end)];
    if (start < at || end <= start) continue;
    parts.push(text.slice(at, start), el("mark", {}, text.slice(start, end)));
    at = end;
  }
  return el("bdi", { dir: "auto" }, parts, text.slice(at, high));
}

function readButton(sentence, label = whereOf(sentence)) {
  const doc = sentences.doc[sentence];
  const open = () => openReading(docs[doc].id, String(sentences.number[sentence]));
  return el(
    "button",
    {
      type: "button",
      class: "where",
      "data-opens": String(sentence),
      "aria-label": `Read on: ${whereOf(sentence)}`,
      on: { click: open },
    },
    own(label),
  );
}

function passage([sentence, rows]) {
  const labels = new Map(rows.map((row) => row.label()).map((label) => [label.textContent, label]));
  return el(
    "li",
    {},
    el("p", {}, markedSentence(sentence, rows)),
    el("p", { class: "meta" }, [...labels.values()], readButton(sentence)),
  );
}

function drawPassages() {
  const host = byId("passages");
  const { title, note, rows } = PANELS[state.panel].passages();
  const items = rows ? passageItems(rows) : [];
  const held = host.querySelector(":focus")?.dataset.opens;
  host.hidden = rows === null && !note;
  refill(
    host,
    el("h2", { id: "passages-title" }, title),
    note ? el("p", { class: "note" }, note) : null,
    rows ? passageList(items) : null,
  );
  if (scrolled)
    requestAnimationFrame(() => {
      host.scrollTop = 0;
    }); // at once would lay the page out twice
  scrolled = false;
  if (held !== undefined) host.querySelector(`[data-opens="${CSS.escape(held)}"]`)?.focus();
}

let scrolled = false;

function buildPassages() {
  byId("passages").addEventListener(
    "scroll",
    () => {
      scrolled = true;
    },
    { passive: true },
  );
}

function passageList(items) {
  if (!items.length) return none("No passage.");
  const articles = new Set(items.map(([sentence]) => sentences.doc[sentence])).size;
  return el(
    "div",
    {},
    el("p", { class: "total" }, `${count(items.length, "sentence")} in ${count(articles, "article")}`),
    el("ol", { class: "passages" }, items.slice(0, MOST_PASSAGES).map(passage)),
    more(items.length, MOST_PASSAGES, "sentence"),
  );
}
