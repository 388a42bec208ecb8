// The reading pane: an article as it was cleaned, with marks of actors, quotations and positions.

const TEXT_KINDS = new Set(corpus.text_kinds);
let opener = null; // what opened the pane: the focus goes back there

function openReading(doc, at = "") {
  opener = document.activeElement;
  set({ read: doc, at });
  byId("reading").scrollIntoView({ block: "nearest" });
  (byId("here") || byId("reading-title"))?.focus({ preventScroll: true });
}

function closeReading() {
  set({ read: "", at: "" });
  if (opener?.isConnected) opener.focus();
  else byId("passages").focus();
}

function drawReading() {
  const host = byId("reading");
  const doc = docNumber.get(state.read);
  host.hidden = doc === undefined;
  if (host.hidden) return void host.replaceChildren();
  const at = state.at ? sentenceNumbered(doc, Number(state.at)) : -1;
  const pane = el(
    "div",
    { class: "text", tabindex: "0", role: "region", "aria-label": `Text of ${docName(doc)}` },
    articleParts(doc, at),
  );
  refill(
    host,
    el(
      "div",
      { class: "bar" },
      el("h2", { id: "reading-title", tabindex: "-1" }, "Reading: ", own(docs[doc].title || docName(doc))),
      el("button", { type: "button", on: { click: closeReading } }, "Close"),
    ),
    el("p", { class: "note" }, own(aboutArticle(doc))),
    readingControls(doc),
    pane,
  );
  bringHere(pane);
  return undefined;
}

function aboutArticle(doc) {
  const { id, outlet, author, published, basis, genre, words } = docs[doc];
  const date = published ? `${published}${basis === "stated" ? "" : ` (${basis})`}` : "date not known";
  return [id, outlet || "outlet not known", author, date, genre, count(words, "word")]
    .filter(Boolean)
    .join(" · ");
}

function readingControls(doc) {
  const box = (id, label, checked, change) => {
    const field = el("input", { type: "checkbox", id, on: { change: () => set(change(field.checked)) } });
    field.checked = checked;
    return el("span", {}, field, el("label", { for: id }, ` ${label}`));
  };
  const aside = total(blocks.doc, (i) => blocks.doc[i] === doc && !TEXT_KINDS.has(blocks.kind[i]));
  return el(
    "fieldset",
    { class: "controls" },
    el("legend", {}, "Show"),
    MARKS.map((name) =>
      box(`mark-${name}`, name, state.marks.includes(name), (on) => ({
        marks: MARKS.filter((m) => (m === name ? on : state.marks.includes(m))),
      })),
    ),
    box("names", "who is meant", Boolean(state.names), (on) => ({ names: on ? "1" : "" })),
    box("aside", `${count(aside, "set-aside block")}`, Boolean(state.aside), (on) => ({
      aside: on ? "1" : "",
    })),
  );
}

function articleParts(doc, at) {
  const spans = spansOf(doc, at);
  const parts = [];
  for (let i = firstBlock[doc]; i < firstBlock[doc + 1]; i += 1) {
    if (TEXT_KINDS.has(blocks.kind[i]) || state.aside) parts.push(blockPart(doc, i, spans));
  }
  return parts.length
    ? parts
    : none("No line of this article is coded as its text; its set-aside blocks can be shown.");
}

function blockPart(doc, i, spans) {
  const aside = !TEXT_KINDS.has(blocks.kind[i]);
  const name = { title: "h3", subhead: "h3" }[blocks.kind[i]] || "p";
  const mine = aside ? [] : spans.filter((span) => span.start < blocks.end[i] && span.end > blocks.start[i]);
  return el(
    "div",
    { class: `block ${aside ? "aside" : blocks.kind[i]}` },
    el("span", { class: "line", title: `line ${blocks.line[i]}` }, blocks.line[i]),
    el(
      name,
      { dir: "auto" },
      aside ? el("b", { class: "kind" }, `${blocks.kind[i]}: `) : null,
      segments(docs[doc].text, blocks.start[i], blocks.end[i], mine),
    ),
  );
}

/** What is marked in an article: place, look, and what is said at its end. */
function spansOf(doc, at) {
  const spans = [];
  const add = (table, first, make) => {
    for (let i = first[doc]; i < first[doc + 1]; i += 1)
      spans.push({ start: table.start[i], end: table.end[i], ...make(i) });
  };
  if (state.marks.includes("actors")) add(mentions, firstMention, actorSpan);
  if (state.marks.includes("quotations")) add(quotes, firstQuote, quoteSpan);
  if (state.marks.includes("positions")) add(positions, firstPosition, positionSpan);
  if (at >= 0)
    spans.push({ start: sentences.start[at], end: sentences.end[at], look: "here", title: "", said: "" });
  return spans;
}

function actorSpan(i) {
  const name = actors[mentions.actor[i]];
  return { look: "actor", title: name, said: state.names && mentions.kind[i] !== "name" ? name : "" };
}

function quoteSpan(i) {
  const spoken = !["scare", "title"].includes(quotes.kind[i]);
  const speaker = quotes.speaker[i] || "speaker not resolved";
  return {
    look: `quote ${quotes.kind[i]}`,
    title: `${quotes.kind[i]}${spoken ? `: ${speaker}` : ""}`,
    said: spoken ? `— ${speaker}` : "",
  };
}

function positionSpan(i) {
  const [, sign, word] = SIGNS.find(([position]) => position === positions.position[i]);
  const said = `${sign} ${actorLabel(positions.actor[i])} ${word} ${issues[positions.issue[i]].id}`;
  return { look: "position", title: said, said };
}

/** A stretch of text cut where marks begin and end; each piece has the looks of all marks on it. */
function segments(text, low, high, spans) {
  const edges = new Set([low, high]);
  for (const span of spans)
    for (const edge of [span.start, span.end]) if (edge > low && edge < high) edges.add(edge);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((start, k) => {
    const end = cuts[k + 1];
    const over = spans.filter((span) => span.start <= start && span.end >= end);
    return [
      segment(text.slice(start, end), over, spans.find((s) => s.look === "here")?.start === start),
      ...endNotes(spans, end),
    ];
  });
}

function segment(text, over, isHere) {
  if (!over.length) return text;
  const titles = over
    .map((span) => span.title)
    .filter(Boolean)
    .join("; ");
  return el(
    "span",
    {
      class: over.map((span) => span.look).join(" "),
      title: titles || null,
      id: isHere ? "here" : null,
      tabindex: isHere ? "-1" : null,
      "aria-current": isHere ? "location" : null,
    },
    text,
  );
}

/** What is said where marks end: each note once, and not before the end of a longer mark that says the same. */
function endNotes(spans, end) {
  const goesOn = (note) => spans.some((span) => span.said === note && span.start < end && span.end > end);
  const notes = new Map(
    spans.filter((span) => span.end === end && span.said).map((span) => [span.said, span.look.split(" ")[0]]),
  );
  return [...notes]
    .filter(([note]) => !goesOn(note))
    .map(([note, look]) => el("span", { class: `said ${look}-said`, dir: "auto" }, `[${note}]`));
}

/** Scroll the pane, and only the pane, to the sentence that was asked for. */
function bringHere(pane) {
  const here = byId("here");
  if (here)
    pane.scrollTop +=
      here.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}
