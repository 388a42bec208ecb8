// The position matrix: actor by issue, how many positions are for (+), against (−) and both (±).

const SIGNS = [
  ["support", "+", "for"],
  ["oppose", "−", "against"],
  ["mixed", "±", "mixed"],
];
const WIDEST = 60; // actors that the matrix shows

function actorLabel(actor) {
  return actors[actor] === "author" ? "author (of the article)" : actors[actor];
}

/** For each of some numbers how often it occurs, the most frequent first, ties by name. */
function ranked(numbers, nameOf) {
  const groups = [...grouped(numbers, (n) => n)].map(([key, list]) => ({ key, n: list.length }));
  return groups.sort((a, b) => b.n - a.n || (nameOf(a.key) < nameOf(b.key) ? -1 : 1));
}

function drawMatrix(host) {
  const rows = passingPositions();
  if (!positions.doc.length) {
    const why = issues.length
      ? "No position was found in these articles."
      : "This corpus has no list of issues, so no positions were looked for.";
    return void put(host, none(why));
  }
  if (!rows.length) return void put(host, none("No position passes the filters."));
  const inRows = ranked(
    rows.map((i) => positions.actor[i]),
    (a) => actors[a],
  );
  const inColumns = ranked(
    rows.map((i) => positions.issue[i]),
    (i) => issues[i].id,
  );
  const cells = grouped(rows, (i) => `${positions.actor[i]}:${positions.issue[i]}`);
  put(
    host,
    el(
      "p",
      { class: "note" },
      "A cell counts positions for the issue's proposition (+), against it (−) and mixed (±). Arrow keys move; Enter shows the passages.",
    ),
    matrixTable(inRows.slice(0, WIDEST), inColumns, cells),
    more(inRows.length, WIDEST, "actor", ": choose one above"),
    el(
      "details",
      { class: "key" },
      el("summary", {}, "What the issues ask"),
      el(
        "dl",
        {},
        inColumns.map(({ key }) => [
          el("dt", {}, own(issues[key].id)),
          el("dd", {}, own(issues[key].proposition || "proposition not known")),
        ]),
      ),
    ),
  );
  return undefined;
}

function matrixTable(inRows, inColumns, cells) {
  const table = el(
    "table",
    { class: "matrix" },
    el("caption", {}, "Positions by actor and issue"),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, "actor"),
        el("th", { scope: "col", class: "number" }, "n"),
        inColumns.map(({ key }) =>
          el(
            "th",
            { scope: "col", class: "issue", title: issues[key].proposition },
            el("span", {}, issues[key].id),
          ),
        ),
      ),
    ),
    el(
      "tbody",
      {},
      inRows.map(({ key, n }, row) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, own(actorLabel(key))),
          el("td", { class: "number" }, count(n)),
          inColumns.map((column, col) =>
            el(
              "td",
              { class: "cell" },
              matrixCell(key, column.key, cells.get(`${key}:${column.key}`), row, col),
            ),
          ),
        ),
      ),
    ),
  );
  arrows(table);
  return el(
    "div",
    { class: "scroll", role: "region", "aria-label": "Position matrix", tabindex: "0" },
    table,
  );
}

function matrixCell(actor, issue, rows, row, col) {
  if (!rows) return null;
  const counts = SIGNS.map(([position, sign, word]) => ({
    n: rows.filter((i) => positions.position[i] === position).length,
    sign,
    word,
  }));
  const said = counts.filter(({ n }) => n);
  const look = counts[2].n || said.length > 1 ? "both" : said[0].word;
  return el(
    "button",
    {
      type: "button",
      class: look,
      "data-row": row,
      "data-col": col,
      "data-key": `${actor}:${issue}`,
      "aria-pressed": String(state.pick[0] === actors[actor] && state.pick[1] === issues[issue].id),
      "aria-label": `${actorLabel(actor)}, ${issues[issue].id}: ${said.map(({ n, word }) => `${n} ${word}`).join(", ")}`,
      on: { click: () => set({ pick: [actors[actor], issues[issue].id] }) },
    },
    said.map(({ n, sign }) => el("span", {}, `${sign}${n}`)),
  );
}

function positionLabel(i) {
  const [, sign, word] = SIGNS.find(([position]) => position === positions.position[i]);
  const reporter = positions.reporter[i] ? `, according to ${positions.reporter[i]}` : "";
  return el(
    "span",
    {},
    el("b", { class: "sign" }, `${sign} ${word}`),
    " ",
    own(actorLabel(positions.actor[i])),
    " on ",
    own(issues[positions.issue[i]].id),
    ` · ${positions.voice[i]}, ${positions.act[i]}${reporter}`,
  );
}

function matrixPassages() {
  const [actor, issue] = state.pick;
  const picked = passingPositions().filter(
    (i) =>
      !state.pick.length || (actors[positions.actor[i]] === actor && issues[positions.issue[i]].id === issue),
  );
  if (!positions.doc.length)
    return { title: "Passages", note: "Passages stand here when there are positions.", rows: null };
  return {
    title: state.pick.length ? `Passages: ${actor} on ${issue}` : "Passages: every position",
    note: state.pick.length
      ? issues[issueNumber.get(issue)]?.proposition && `“${issues[issueNumber.get(issue)].proposition}”`
      : "Choose a cell for its passages alone.",
    rows: picked.map((i) => ({
      sentence: positions.sentence[i],
      start: positions.start[i],
      end: positions.end[i],
      label: () => positionLabel(i),
    })),
  };
}

function matrixResult() {
  const rows = passingPositions();
  const cells = new Set(rows.map((i) => positions.actor[i] * issues.length + positions.issue[i])).size;
  return `${count(rows.length, "position")} in ${count(cells, "cell")}.`;
}

function matrixKey() {
  return state.pick.length ? `${actorNumber.get(state.pick[0])}:${issueNumber.get(state.pick[1])}` : "";
}
