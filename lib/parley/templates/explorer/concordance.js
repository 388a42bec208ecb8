// The concordance: every place of a word or phrase in the articles' text, with what stands before and after.

const SORTS = {
  text: "in the order of the text",
  left: "by what stands before",
  right: "by what stands after",
};
const CONTEXT = 60;
const LETTER = "[\\p{L}\\p{M}\\p{N}_]";

/** The pattern of what was typed; null where there is no letter or digit in it. A star stands for any ending. */
function pattern(typedText) {
  const words = typedText.trim().split(/\s+/);
  if (!/[\p{L}\p{N}]/u.test(typedText)) return null;
  const source = words.map((word) =>
    word
      .replace(/[\\^$.+?()[\]{}|/]/g, "\\$&")
      .replace(/\*+/g, `${LETTER}*`)
      .replace(/['’‘]/g, "['’‘]")
      .replace(/["“”]/g, '["“”]'),
  );
  const bounded = (side, edge) => (new RegExp(LETTER, "u").test(edge) || edge === "*" ? side : "");
  return new RegExp(
    bounded(`(?<!${LETTER})`, words[0][0]) + source.join(" ") + bounded(`(?!${LETTER})`, words.at(-1).at(-1)),
    "giu",
  );
}

let found = { q: "", hits: [] };

/** Every place of what is searched for, as {doc, start, end, sentence, voice}, in the order of the text. */
function everyHit() {
  if (found.q === state.q) return found.hits;
  const wanted = pattern(state.q);
  const hits = [];
  if (wanted)
    docs.forEach((doc, i) => {
      for (const { 0: words, index } of doc.text.matchAll(wanted)) {
        const sentence = words ? sentenceAt(i, index) : -1;
        if (sentence >= 0)
          hits.push({ doc: i, start: index, end: index + words.length, sentence, voice: voiceAt(i, index) });
      }
    });
  found = { q: state.q, hits };
  return hits;
}

/** Those that pass the filters. */
function concordanceHits() {
  const pass = passing().sentences;
  return everyHit().filter((hit) => pass[hit.sentence] && inVoice(hit.voice));
}

/** The words around a hit, within its paragraph. */
function around(hit) {
  const { text } = docs[hit.doc];
  const block = lastUpTo(blocks.start, hit.start, firstBlock[hit.doc], firstBlock[hit.doc + 1]);
  return {
    before: text.slice(Math.max(blocks.start[block], hit.start - CONTEXT), hit.start),
    words: text.slice(hit.start, hit.end),
    after: text.slice(hit.end, Math.min(blocks.end[block], hit.end + CONTEXT)),
  };
}

function sortedHits(hits) {
  if (state.sort === "text") return hits;
  const words = (text) =>
    folded(text)
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .filter(Boolean);
  const key =
    state.sort === "left"
      ? (hit) => words(around(hit).before).reverse().slice(0, 4).join(" ")
      : (hit) => words(around(hit).after).slice(0, 4).join(" ");
  return hits
    .map((hit, i) => ({ hit, i, key: key(hit) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.i - b.i))
    .map(({ hit }) => hit);
}

function drawConcordance(host) {
  const typing = settled((value) => setTyped("q", value));
  const field = el("input", {
    type: "search",
    id: "q",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: "200",
    on: {
      input: () => typing(field.value),
      blur: () => {
        typed = "";
      },
    },
  });
  field.value = state.q;
  const sort = el(
    "select",
    { id: "sort", on: { change: () => set({ sort: sort.value }) } },
    Object.entries(SORTS).map(([value, label]) => option(value, label)),
  );
  sort.value = state.sort;
  put(
    host,
    el(
      "div",
      { class: "controls" },
      el("label", { for: "q" }, "Word or phrase "),
      field,
      el("label", { for: "sort" }, " sorted "),
      sort,
    ),
    el("p", { class: "note" }, "A star stands for any ending: negotiat*. Capitals do not matter."),
    el("div", { id: "lines" }),
  );
}

function drawLines() {
  const host = byId("lines");
  if (!host) return;
  if (typed !== "q") byId("q").value = state.q;
  byId("sort").value = state.sort;
  const hits = concordanceHits();
  if (!pattern(state.q))
    refill(
      host,
      none(
        state.q.trim()
          ? "Type at least one letter or digit."
          : "Type a word to see every place where it stands.",
      ),
    );
  else if (!hits.length)
    refill(host, none(`“${state.q.trim()}” does not stand in the articles that pass the filters.`));
  else refill(host, lineTable(sortedHits(hits)), more(hits.length, MOST, "line"));
}

function lineTable(hits) {
  const table = el(
    "table",
    { class: "kwic" },
    el("caption", {}, `Concordance, ${SORTS[state.sort]}`),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        ["before", "the words", "after", "where"].map((name) => el("th", { scope: "col" }, name)),
      ),
    ),
    el(
      "tbody",
      {},
      hits.slice(0, MOST).map((hit, row) => {
        const { before, words, after } = around(hit);
        const open = () => openReading(docName(hit.doc), String(sentences.number[hit.sentence]));
        return el(
          "tr",
          {},
          el("td", { class: "before" }, own(before)),
          el(
            "td",
            { class: "words" },
            el(
              "button",
              {
                type: "button",
                "data-row": row,
                "data-col": 0,
                "data-opens": String(hit.sentence),
                "aria-label": `${words}: read on in ${whereOf(hit.sentence)}`,
                on: { click: open },
              },
              own(words),
            ),
          ),
          el("td", {}, own(after)),
          el("td", { class: "where" }, own(docName(hit.doc)), `, ${sentences.line[hit.sentence]}`),
        );
      }),
    ),
  );
  arrows(table);
  return el("div", { class: "scroll", role: "region", "aria-label": "Concordance", tabindex: "0" }, table);
}

function concordanceResult() {
  const hits = concordanceHits();
  return pattern(state.q)
    ? `${count(hits.length, "line")} in ${count(new Set(hits.map((hit) => hit.doc)).size, "article")}.`
    : "Nothing searched for.";
}
