// The page: panels behind tabs, passages and the article beside them. Each part is drawn anew only when what it
// shows has changed.

const nothing = () => ({ title: "Passages", note: "", rows: null });
const PANELS = {
  positions: {
    tab: "Positions",
    title: "Who is for and against what",
    draw: drawMatrix,
    passages: matrixPassages,
    result: matrixResult,
    key: matrixKey,
    layers: ["positions"],
    says: "Filters: the actor is the one who holds the position.",
  },
  judged: {
    tab: "Judgements",
    title: "Who is judged how",
    draw: drawJudged,
    passages: judgedPassages,
    result: judgedResult,
    key: judgedKey,
    layers: ["portrayal", "portrayal by the author", "portrayal by others", "stance by the author"],
    says: "Filters: the actor is the one who is judged.",
  },
  timeline: {
    tab: "Timeline",
    title: "What happened when",
    draw: drawTimeline,
    passages: timelinePassages,
    result: timelineResult,
    key: timelineKey,
    layers: ["events"],
    says: "Filters: the actor is mentioned in the sentence.",
  },
  concordance: {
    tab: "Concordance",
    title: "Every place of a word",
    draw: drawConcordance,
    passages: nothing,
    result: concordanceResult,
    key: () => "",
    layers: ["sentences"],
    says: "Filters: the actor is mentioned in the sentence.",
  },
  articles: {
    tab: "Articles",
    title: "The articles",
    draw: drawArticles,
    passages: nothing,
    result: () =>
      `${count(
        total(docs, (i) => passing().docs[i]),
        "article",
      )}.`,
    key: () => "",
    layers: [],
    says: "",
  },
  methods: {
    tab: "Methods",
    title: "How far to trust the methods",
    draw: drawMethods,
    passages: nothing,
    result: () => `${count(corpus.scores.length, "line")} of the scorecard.`,
    key: () => "",
    layers: [],
    says: "",
  },
};

function buildTabs() {
  const tabs = byId("tabs");
  Object.entries(PANELS).forEach(([name, { tab }], i) =>
    tabs.append(
      el(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${name}`,
          "data-tab": name,
          "data-row": 0,
          "data-col": i,
          "aria-controls": "panel",
          on: {
            click: () => {
              typed = "";
              set({ panel: name, pick: [] });
            },
          },
        },
        tab,
      ),
    ),
  );
  arrows(tabs);
}

function showTabs() {
  for (const tab of document.querySelectorAll("[data-tab]")) {
    const chosen = tab.dataset.tab === state.panel;
    tab.setAttribute("aria-selected", String(chosen));
    tab.setAttribute("tabindex", chosen ? "0" : "-1");
  }
  byId("panel").setAttribute("aria-labelledby", `tab-${state.panel}`);
}

function drawPanel() {
  const { title, draw: drawInto, layers, says } = PANELS[state.panel];
  const panel = byId("panel");
  const held = panel.contains(document.activeElement) ? document.activeElement : null;
  const inside = el("div", { class: "inside" });
  panel.replaceChildren(el("h2", {}, title), inside);
  drawInto(inside);
  if (says) inside.append(el("p", { class: "note" }, says));
  const lines = trust(layers);
  if (lines) panel.append(lines);
  if (held) refocus(panel, held);
}

/** The focus where it was before the panel was drawn anew. */
function refocus(panel, held) {
  const same = held.id
    ? byId(held.id)
    : [...panel.querySelectorAll("[data-key]")].find((cell) => cell.dataset.key === held.dataset.key);
  if (same && same !== document.activeElement) same.focus({ preventScroll: true });
}

const drawnBy = new Map();

/** Draw a part of the page if what it depends on has changed. */
function part(name, depends, act) {
  const key = JSON.stringify(depends);
  if (drawnBy.get(name) === key) return;
  drawnBy.set(name, key);
  act();
}

function draw() {
  const filters = FILTERS.map((name) => state[name]);
  const { panel, pick, by, few, from, to, q, sort, read, at, marks, names, aside } = state;
  showFilters();
  part("tabs", [panel], showTabs);
  part("figures", [filters], drawFigures);
  part("panel", [panel, panel === "concordance" ? 0 : filters, by, few, from, to], drawPanel);
  part("lines", [panel, filters, q, sort], drawLines);
  part("pressed", [panel, pick, filters], () => press(byId("panel"), PANELS[panel].key()));
  part("passages", [panel, pick, filters], drawPassages);
  part("reading", [read, at, marks, names, aside], drawReading);
  document.body.classList.toggle("reads", Boolean(read));
  document.body.classList.toggle("alone", byId("passages").hidden && byId("reading").hidden);
  drawCount(PANELS[panel].result());
}

function start() {
  state = readState(location.hash);
  written = location.hash || "#";
  buildFilters();
  buildTabs();
  buildPassages();
  buildFooter();
  draw();
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  window.addEventListener(
    "resize",
    settled(() => {
      if (state.panel === "timeline") drawPanel();
    }, 200),
  );
}

start();
