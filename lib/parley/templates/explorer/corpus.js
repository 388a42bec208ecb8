// The corpus: tables as columns, indexed once. A sentence, an actor, an issue, an article is its number here.

const corpus = JSON.parse(byId("data").textContent);
for (const table of corpus.tables) {
  for (const [name, column] of Object.entries(corpus[table])) corpus[table][name] = unpacked(column);
}
const { docs, actors, issues, blocks, sentences, mentions, quotes, positions, judged, stances, events } =
  corpus;

/** A column of texts is kept as its different texts (`of`) and, for each row, the number of its own (`at`). */
function unpacked(column) {
  return Array.isArray(column) ? column : column.at.map((i) => column.of[i]);
}

const docNumber = new Map(docs.map((doc, i) => [doc.id, i]));
const actorNumber = new Map(actors.map((name, i) => [name, i]));
const issueNumber = new Map(issues.map((issue, i) => [issue.id, i]));
const outlets = [...new Set(docs.map((doc) => doc.outlet).filter(Boolean))].sort();

/** First row of each article in a table in the order of articles; article i has rows from [i] to [i + 1]. */
function bounds(column) {
  const first = new Int32Array(docs.length + 1);
  for (const doc of column) first[doc + 1] += 1;
  for (let i = 0; i < docs.length; i += 1) first[i + 1] += first[i];
  return first;
}

const firstBlock = bounds(blocks.doc);
const firstSentence = bounds(sentences.doc);
const firstMention = bounds(mentions.doc);
const firstQuote = bounds(quotes.doc);
const firstPosition = bounds(positions.doc);
const firstEvent = bounds(events.doc);
const firstVoice = bounds(corpus.voices.doc);

/** For each actor the sentences that mention it. */
const sentencesOf = actors.map(() => []);
mentions.sentence.forEach((sentence, i) => {
  const list = sentencesOf[mentions.actor[i]];
  if (list[list.length - 1] !== sentence) list.push(sentence);
});

const judgedOf = grouped(judged.sentence.keys(), (i) => judged.target[i]);

function sentenceText(sentence) {
  return docs[sentences.doc[sentence]].text.slice(sentences.start[sentence], sentences.end[sentence]);
}

/** The sentence that holds a place of an article, or -1. */
function sentenceAt(doc, place) {
  const found = lastUpTo(sentences.start, place, firstSentence[doc], firstSentence[doc + 1]);
  return found >= firstSentence[doc] && place < sentences.end[found] ? found : -1;
}

/** The sentence of an article by its number there, or -1. */
function sentenceNumbered(doc, number) {
  for (let i = firstSentence[doc]; i < firstSentence[doc + 1]; i += 1) {
    if (sentences.number[i] === number) return i;
  }
  return -1;
}

/** Whose words stand at a place: those of the author, or of others, quoted or reported. */
function voiceAt(doc, place) {
  const found = lastUpTo(corpus.voices.start, place, firstVoice[doc], firstVoice[doc + 1]);
  return found >= firstVoice[doc] && place < corpus.voices.end[found] ? "others" : "author";
}

const eventVoice = events.start.map((place, i) => voiceAt(events.doc[i], place));
const mentionVoice = mentions.start.map((place, i) => voiceAt(mentions.doc[i], place));
const quoteVoice = quotes.kind.map((kind) => (["scare", "title"].includes(kind) ? "author" : "others"));
const positionVoice = positions.voice.map((voice) => (voice === "asserted" ? "author" : "others"));

/** A text as it is searched: in small letters, with one form of apostrophe and blank. */
function folded(text) {
  return text.toLowerCase().replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ");
}

let foldedSentences = null;

function searched(sentence) {
  foldedSentences ??= sentences.doc.map((_, i) => folded(sentenceText(i)));
  return foldedSentences[sentence];
}

function docName(doc) {
  return docs[doc].id;
}

function outletName(doc) {
  return docs[doc].outlet || "outlet not known";
}

function whereOf(sentence) {
  return `${docName(sentences.doc[sentence])}, line ${sentences.line[sentence]}`;
}
