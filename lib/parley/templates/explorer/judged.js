// Who is judged how: stances by target and article or outlet, as they were computed when the page was written.
// Filters choose among these cells; no figure is computed anew here.

const VERDICTS = {
  negative: ["▼", "negative"],
  positive: ["▲", "positive"],
  undecided: ["◇", "undecided"],
  "not expressed": ["·", "too few"],
};
const MOST_GROUPS = 8;
const MOST_TARGETS = 40;
const WHOLE = "";

/** Whether cells by outlet would say more than those by article. */
const BY_OUTLET = stances.kind.includes("outlet");
const stanceAt = new Map(
  stances.kind.map((kind, i) => [
    JSON.stringify([kind, stances.group[i], stances.target[i], stances.voice[i]]),
    i,
  ]),
);

function kindOfCells() {
  return BY_OUTLET && state.by === "outlet" && !state.article ? "outlet" : "doc";
}

/** Groups are numbers of articles, or names of outlets; the whole corpus only where nothing narrows it. */
function groupPasses(kind, group) {
  if (kind === "all") return !state.article && !state.outlet;
  if (kind === "doc") return passing().docs[group];
  const pass = passing().docs;
  return docs.some((doc, i) => pass[i] && (doc.outlet || doc.id) === group);
}

function groupName(kind, group) {
  return kind === "all" ? "all articles" : kind === "doc" ? docName(group) : group;
}

/** The rows of judgements behind a cell that pass, strongest first. */
function judgedRows(kind, group, target) {
  const { texts } = passing();
  const mine = (judgedOf.get(target) || []).filter((i) => {
    const doc = sentences.doc[judged.sentence[i]];
    const fits =
      kind === "all" || (kind === "doc" ? doc === group : (docs[doc].outlet || docs[doc].id) === group);
    return fits && inVoice(judged.voice[i] === "author" ? "author" : "others") && texts[judged.sentence[i]];
  });
  return mine.sort((a, b) => Math.abs(judged.score[b]) - Math.abs(judged.score[a]) || a - b);
}

/** The cells that have a sentence with the text that is searched for, by target, kind and group; null for all. */
function cellsWithText() {
  if (!state.text.trim()) return null;
  const { texts } = passing();
  const cells = new Set();
  judged.sentence.forEach((sentence, i) => {
    if (!texts[sentence] || !inVoice(judged.voice[i] === "author" ? "author" : "others")) return;
    const doc = sentences.doc[sentence];
    for (const group of [`all ${WHOLE}`, `doc ${doc}`, `outlet ${docs[doc].outlet || docs[doc].id}`])
      cells.add(`${judged.target[i]} ${group}`);
  });
  return cells;
}

/** For each target its cells that pass the filters, as rows of `stances`. */
function stanceCells() {
  const kind = kindOfCells();
  const { actor } = passing();
  const cells = cellsWithText();
  const groups = new Map([
    ["all", new Map()],
    [kind, new Map()],
  ]);
  const passes = (i) => {
    const known = groups.get(stances.kind[i]);
    if (!known || stances.voice[i] !== state.voice || (actor >= 0 && stances.target[i] !== actor))
      return false;
    const group = stances.group[i];
    if (!known.has(group)) known.set(group, groupPasses(stances.kind[i], group));
    return known.get(group) && (!cells || cells.has(`${stances.target[i]} ${stances.kind[i]} ${group}`));
  };
  return grouped([...stances.kind.keys()].filter(passes), (i) => stances.target[i]);
}

function drawJudged(host) {
  if (!stances.kind.length)
    return void put(
      host,
      none(
        "No judgement was computed: no sentence names an actor, or the articles were coded without the model.",
      ),
    );
  const cells = [...stanceCells()].map(([target, rows]) => ({
    target,
    rows,
    n: Math.max(...rows.map((i) => stances.n[i])),
    enough: rows.some((i) => stances.stance[i] !== null),
  }));
  cells.sort((a, b) => b.n - a.n || (actors[a.target] < actors[b.target] ? -1 : 1));
  const listed = cells.filter((cell) => state.few || cell.enough);
  put(
    host,
    el(
      "p",
      { class: "note" },
      `Stance runs from −2 (very hostile) to +2 (very favourable): twice the mean over sentences. In brackets and as a line: the 95 % interval over n sentences. ▼ negative, ▲ positive; ◇ undecided: the interval holds 0. Fewer than ${corpus.least} sentences express no stance.`,
    ),
    judgedControls(cells.length - cells.filter((cell) => cell.enough).length),
    state.text.trim()
      ? el(
          "p",
          { class: "note" },
          "The text filter chooses cells and passages; a cell's figures are of all its sentences.",
        )
      : null,
    listed.length ? judgedTable(listed.slice(0, MOST_TARGETS)) : none("No stance passes the filters."),
    more(listed.length, MOST_TARGETS, "target", ": choose one above"),
  );
  return undefined;
}

function judgedControls(few) {
  const by = el(
    "select",
    {
      id: "by",
      disabled: Boolean(state.article) || !BY_OUTLET,
      on: { change: () => choose({ by: by.value }) },
    },
    option("article", "article"),
    BY_OUTLET ? option("outlet", "outlet") : null,
  );
  by.value = kindOfCells() === "outlet" ? "outlet" : "article";
  const box = el("input", {
    type: "checkbox",
    id: "few",
    on: { change: () => set({ few: box.checked ? "1" : "" }) },
  });
  box.checked = Boolean(state.few);
  return el(
    "div",
    { class: "controls" },
    BY_OUTLET ? [el("label", { for: "by" }, "Columns by "), by] : null,
    el("span", {}, box, el("label", { for: "few" }, ` also ${count(few, "target")} with too few sentences`)),
  );
}

function judgedTable(listed) {
  const columns = ranked(
    listed.flatMap(({ rows }) => rows).map((i) => JSON.stringify([stances.kind[i], stances.group[i]])),
    (key) => key,
  );
  const groups = columns.map(({ key }) => JSON.parse(key));
  const whole = groups.filter(([kind]) => kind === "all");
  const parts = groups.filter(([kind]) => kind !== "all").slice(0, MOST_GROUPS);
  const kept = [...whole, ...parts.sort(([, a], [, b]) => (a < b ? -1 : 1))];
  const table = el(
    "table",
    { class: "judged" },
    el("caption", {}, `Stance towards each target, ${VOICES[state.voice]}`),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, "target"),
        kept.map(([kind, group]) => el("th", { scope: "col" }, own(groupName(kind, group)))),
      ),
    ),
    el(
      "tbody",
      {},
      listed.map(({ target }, row) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, own(actorLabel(target))),
          kept.map(([kind, group], col) =>
            el("td", { class: "cell" }, judgedCell(kind, group, target, row, col)),
          ),
        ),
      ),
    ),
  );
  arrows(table);
  return el(
    "div",
    {},
    el("div", { class: "scroll", role: "region", "aria-label": "Stances", tabindex: "0" }, table),
    more(groups.length, kept.length, kindOfCells() === "outlet" ? "outlet" : "article", ": choose one above"),
  );
}

function judgedCell(kind, group, target, row, col) {
  const i = stanceAt.get(JSON.stringify([kind, group, target, state.voice]));
  if (i === undefined) return null;
  const [mark, word] = VERDICTS[stances.verdict[i]];
  const known = stances.stance[i] !== null;
  const interval =
    known && stances.low[i] !== null ? `[${signed(stances.low[i])}, ${signed(stances.high[i])}]` : "";
  return el(
    "button",
    {
      type: "button",
      class: `v-${word.replace(" ", "-")}`,
      "data-row": row,
      "data-col": col,
      "data-key": String(i),
      "aria-pressed": String(judgedKey() === String(i)),
      "aria-label": `${actorLabel(target)}, ${groupName(kind, group)}: ${known ? `${signed(stances.stance[i])} ${interval}, ` : ""}n ${stances.n[i]}, ${word}`,
      on: { click: () => set({ pick: [actors[target], kind, groupKey(kind, group)] }) },
    },
    el(
      "span",
      { class: "verdict" },
      `${mark} ${known ? signed(stances.stance[i]) : word}`,
      el("span", { class: "small" }, `n ${count(stances.n[i])}`),
    ),
    known ? intervalBar(i) : null,
    interval ? el("span", { class: "small" }, interval) : null,
  );
}

/** A group as the address says it: an article by its id. */
function groupKey(kind, group) {
  return kind === "doc" ? docName(group) : group || "all";
}

function intervalBar(i) {
  const x = (value) => 40 + value * 19;
  return shape(
    "svg",
    { viewBox: "0 0 80 10", class: "bar", "aria-hidden": "true" },
    shape("line", { x1: 2, x2: 78, y1: 5, y2: 5, class: "scale" }),
    shape("line", { x1: 40, x2: 40, y1: 1, y2: 9, class: "zero" }),
    stances.low[i] === null
      ? null
      : shape("line", { x1: x(stances.low[i]), x2: x(stances.high[i]), y1: 5, y2: 5, class: "interval" }),
    shape("circle", { cx: x(stances.stance[i]), cy: 5, r: 3 }),
  );
}

/** Kind, group and target that are picked, or null. */
function judgedPick() {
  const [name, kind, key] = state.pick;
  const target = actorNumber.get(name);
  if (target === undefined || !["all", "doc", "outlet"].includes(kind)) return null;
  const group = kind === "doc" ? docNumber.get(key) : kind === "all" ? WHOLE : key;
  return group === undefined ? null : { target, kind, group };
}

function judgedKey() {
  const pick = judgedPick();
  return pick
    ? String(stanceAt.get(JSON.stringify([pick.kind, pick.group, pick.target, state.voice])) ?? "")
    : "";
}

function judgedLabel(i) {
  const [mark] = VERDICTS[judged.polarity[i]] || ["○"];
  const holder =
    judged.voice[i] === "author"
      ? "the author's words"
      : `${judged.voice[i]}: ${judged.holder[i] || "speaker not resolved"}`;
  return el(
    "span",
    {},
    el("b", { class: "sign" }, `${mark} ${judged.polarity[i]}`),
    ` ${signed(judged.score[i])} · ${holder}`,
  );
}

function judgedPassages() {
  const pick = judgedPick();
  if (!pick)
    return {
      title: "Passages",
      note: "Choose a cell: the sentences it is the mean of stand here, strongest first.",
      rows: null,
    };
  const rows = judgedRows(pick.kind, pick.group, pick.target);
  return {
    title: `Passages: ${actorLabel(pick.target)}, ${groupName(pick.kind, pick.group)}`,
    note: judgedNote(),
    rows: rows.map((i) => ({
      sentence: judged.sentence[i],
      start: judged.start[i],
      end: judged.end[i],
      label: () => judgedLabel(i),
    })),
  };
}

/** The figures of the cell that is picked, and what the passages are. */
function judgedNote() {
  const i = Number(judgedKey() || -1);
  const range = (low, high) => (low === null ? "not known" : `[${signed(low)}, ${signed(high)}]`);
  const figures =
    i >= 0 && stances.stance[i] !== null
      ? `Stance ${signed(stances.stance[i])}, 95 % interval over sentences ${range(stances.low[i], stances.high[i])}${
          stances.kind[i] === "doc"
            ? ""
            : `, over articles ${range(stances.low_docs[i], stances.high_docs[i])}`
        }; n ${count(stances.n[i])}. `
      : "";
  return `${figures}Strongest first; the number beside a sentence is the model's, from −1 to +1.`;
}

function judgedResult() {
  const cells = [...stanceCells().values()];
  return `${count(cells.length, "target")}, ${count(cells.flat().filter((i) => stances.stance[i] !== null).length, "cell")} with a stance.`;
}
