// Filters: which articles and sentences pass, worked out once for each choice, and the controls that choose.

const VOICES = {
  all: "any voice",
  author: "the author's own words",
  others: "others: quoted or reported",
};
const FREQUENT = 12; // actors that head the list

let passed = null;

/** What passes now: `docs`, `texts` (sentences by article and text), `sentences` (and by actor); 1 for yes. */
function passing() {
  if (!passed || FILTERS.some((name) => passed.by[name] !== state[name]))
    passed = { by: state, ...through() };
  return passed;
}

function through() {
  const chosen = state.article ? docNumber.get(state.article) : -1;
  const pass = flags(
    docs.length,
    (i) => (chosen < 0 || chosen === i) && (!state.outlet || docs[i].outlet === state.outlet),
  );
  const text = folded(state.text.trim());
  const texts = flags(
    sentences.doc.length,
    (i) => pass[sentences.doc[i]] && (!text || searched(i).includes(text)),
  );
  if (!state.actor) return { docs: pass, texts, sentences: texts, actor: -1 };
  const actor = actorNumber.get(state.actor);
  const named = new Uint8Array(texts.length);
  for (const sentence of sentencesOf[actor]) named[sentence] = texts[sentence];
  return { docs: pass, texts, sentences: named, actor };
}

function flags(length, test) {
  const made = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) if (test(i)) made[i] = 1;
  return made;
}

function inVoice(voice) {
  return state.voice === "all" || state.voice === voice;
}

/** Positions that pass: held by the actor, if one is chosen, in sentences that hold the text. */
function passingPositions() {
  const { texts, actor } = passing();
  return [...positions.sentence.keys()].filter(
    (i) =>
      texts[positions.sentence[i]] &&
      (actor < 0 || positions.actor[i] === actor) &&
      inVoice(positionVoice[i]),
  );
}

/** Events that pass: in sentences that mention the actor and hold the text. */
function passingEvents() {
  const pass = passing().sentences;
  return [...events.sentence.keys()].filter((i) => pass[events.sentence[i]] && inVoice(eventVoice[i]));
}

function total(column, test) {
  let n = 0;
  for (let i = 0; i < column.length; i += 1) if (test(i)) n += 1;
  return n;
}

// -- the figures above, and the line of results ----------------------------------------------------------------

/** Whether words of the sentence are in the voice that is chosen. */
function speaksIn(voice) {
  return state.voice === "all" || voice === "mixed" || (voice === "author") === (state.voice === "author");
}

/** Name, number that pass, number of all. */
function figures() {
  const pass = passing();
  const counted = (table, voices) =>
    total(table.sentence, (i) => pass.sentences[table.sentence[i]] && inVoice(voices[i]));
  return [
    ["articles", total(docs, (i) => pass.docs[i]), docs.length],
    [
      "outlets",
      new Set(docs.filter((doc, i) => pass.docs[i] && doc.outlet).map((doc) => doc.outlet)).size,
      outlets.length,
    ],
    [
      "sentences",
      total(sentences.doc, (i) => pass.sentences[i] && speaksIn(sentences.voice[i])),
      sentences.doc.length,
    ],
    ["mentions of actors", counted(mentions, mentionVoice), mentions.sentence.length],
    ["quotations and reports", counted(quotes, quoteVoice), quotes.sentence.length],
    ["positions", passingPositions().length, positions.doc.length],
    ["dated events", passingEvents().length, events.doc.length],
  ];
}

function drawFigures() {
  byId("figures").replaceChildren(
    ...figures().map(([name, n, all]) =>
      el(
        "div",
        {},
        el("dt", {}, name),
        el("dd", {}, count(n), n === all ? null : el("span", {}, ` of ${count(all)}`)),
      ),
    ),
  );
}

function saidFilters() {
  const said = [
    state.article && `article ${state.article}`,
    state.outlet && `outlet ${state.outlet}`,
    state.voice !== "all" && VOICES[state.voice],
    state.actor && `actor ${state.actor}`,
    state.text.trim() && `text “${state.text.trim()}”`,
  ].filter(Boolean);
  return said.length ? `Filtered by ${said.join("; ")}.` : "No filter.";
}

function drawCount(result) {
  const line = `${result} ${saidFilters()}`;
  if (byId("count").textContent !== shown(line)) byId("count").textContent = shown(line);
}

// -- the controls -----------------------------------------------------------------------------------------------

function control(name, label, field) {
  field.id = `filter-${name}`;
  field.dataset.filter = name;
  return el("div", { class: "field" }, el("label", { for: field.id }, label), field);
}

function choice(name, options) {
  const field = el("select", { on: { change: () => choose({ [name]: field.value }) } }, options);
  return field;
}

function choose(change) {
  typed = "";
  set({ ...change, pick: [] });
}

function actorOptions() {
  const known = actors.map((name, i) => ({ name, n: sentencesOf[i].length }));
  const byName = (a, b) => (a.name < b.name ? -1 : 1);
  const made = ({ name, n }) => option(name, `${name} (${count(n)})`);
  const often = [...known].sort((a, b) => b.n - a.n || byName(a, b)).slice(0, FREQUENT);
  return [
    option("", "every actor"),
    el("optgroup", { label: "In most sentences" }, often.map(made)),
    known.length > FREQUENT
      ? el("optgroup", { label: "All, by name" }, [...known].sort(byName).map(made))
      : null,
  ];
}

function articleOptions() {
  return docs.map((doc) =>
    option(doc.id, doc.title && doc.title !== doc.id ? `${doc.id}: ${doc.title}` : doc.id),
  );
}

function buildFilters() {
  const typing = settled((value) => setTyped("text", value));
  const text = el("input", {
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: "200",
    placeholder: "in the sentence",
    on: {
      input: () => typing(text.value),
      blur: () => {
        typed = "";
      },
    },
  });
  const form = byId("filters");
  form.append(
    control("article", "Article", choice("article", [option("", "every article"), ...articleOptions()])),
    control(
      "outlet",
      "Outlet",
      choice("outlet", [option("", "every outlet"), ...outlets.map((o) => option(o, o))]),
    ),
    control(
      "voice",
      "Voice",
      choice(
        "voice",
        Object.entries(VOICES).map(([v, label]) => option(v, label)),
      ),
    ),
    control("actor", "Actor", choice("actor", actorOptions())),
    control("text", "Text", text),
    el(
      "button",
      {
        type: "button",
        id: "clear",
        on: {
          click: () => {
            choose(Object.fromEntries(FILTERS.map((name) => [name, DEFAULTS[name]])));
          },
        },
      },
      "Clear filters",
    ),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("filters-fold").open = !window.matchMedia("(max-width: 700px)").matches;
}

/** The controls as the state says; a field in which somebody types is left alone. */
function showFilters() {
  for (const field of document.querySelectorAll("[data-filter]")) {
    const value = state[field.dataset.filter];
    if (field.value !== value && !(field === document.activeElement && typed === field.dataset.filter))
      field.value = value;
  }
  byId("clear").disabled = FILTERS.every((name) => state[name] === DEFAULTS[name]);
}
