// What the corpus holds, how far its methods can be trusted, and how the page was made.

const MOST_ARTICLES = 100;

function drawArticles(host) {
  const pass = passing().docs;
  const rows = [...docs.keys()].filter((i) => pass[i]);
  if (!docs.length) return void put(host, none("This corpus holds no article."));
  if (!rows.length) return void put(host, none("No article passes the filters."));
  const size = (first, i) => el("td", { class: "number" }, count(first[i + 1] - first[i]));
  const names = ["article", "title", "outlet", "published", "genre"];
  const numbers = ["words", "sentences", "quotations", "positions", "events"];
  put(
    host,
    el(
      "div",
      { class: "scroll", role: "region", "aria-label": "Articles", tabindex: "0" },
      el(
        "table",
        {},
        el("caption", {}, "What is known of each, and what was found in it"),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            names.map((n) => el("th", { scope: "col" }, n)),
            numbers.map((n) => el("th", { scope: "col", class: "number" }, n)),
          ),
        ),
        el(
          "tbody",
          {},
          rows
            .slice(0, MOST_ARTICLES)
            .map((i) =>
              el(
                "tr",
                {},
                el(
                  "th",
                  { scope: "row" },
                  el(
                    "button",
                    {
                      type: "button",
                      "aria-label": `Read ${docName(i)}`,
                      on: { click: () => openReading(docName(i)) },
                    },
                    own(docName(i)),
                  ),
                ),
                el("td", {}, own(docs[i].title || "not known")),
                el("td", {}, own(docs[i].outlet || "not known")),
                el(
                  "td",
                  {},
                  docs[i].published
                    ? `${docs[i].published}${docs[i].basis === "stated" ? "" : ` (${docs[i].basis})`}`
                    : "not known",
                ),
                el("td", {}, docs[i].genre || "not known"),
                el("td", { class: "number" }, count(docs[i].words)),
                size(firstSentence, i),
                size(firstQuote, i),
                size(firstPosition, i),
                size(firstEvent, i),
              ),
            ),
        ),
      ),
    ),
    more(rows.length, MOST_ARTICLES, "article", ": choose one above"),
  );
  return undefined;
}

function drawMethods(host) {
  put(
    host,
    el("h3", {}, "The scorecard"),
    el(
      "p",
      {},
      corpus.measured
        ? "How each method agrees with what careful readers coded by hand in these articles, with 95 % intervals."
        : "None of these articles is coded by hand, so it is not known how well the methods do here. On other articles they may do better or worse.",
    ),
    el("ul", { class: "scores" }, corpus.scores.map(scoreItem)),
    el("h3", {}, "Uncertainty"),
    corpus.uncertainty.map((line) => el("p", {}, line)),
  );
}

function scoreItem({ line, weak }) {
  return el("li", { class: weak ? "weak" : null }, weak ? el("b", {}, "▲ weak method: ") : null, line);
}

/** The scorecard's lines of the layers that a panel draws on. */
function trust(layers) {
  const lines = corpus.scores.filter(({ layer, shown: here }) => here && layers.includes(layer));
  return lines.length
    ? el(
        "details",
        { class: "trust", open: true },
        el("summary", {}, "How far to trust this"),
        el("ul", { class: "scores" }, lines.map(scoreItem)),
      )
    : null;
}

function buildFooter() {
  const { command, versions, hashes } = corpus.made;
  const pairs = (list) =>
    el(
      "dl",
      { class: "made" },
      list.map(([name, value]) =>
        el("div", {}, el("dt", {}, own(name)), el("dd", {}, el("code", {}, value))),
      ),
    );
  byId("footer").append(
    el("h2", { id: "footer-title" }, "How this page was made"),
    el(
      "p",
      {},
      "Made by ",
      el("code", {}, command),
      ". The page holds its data and asks no server for anything.",
    ),
    pairs(hashes),
    pairs(versions),
    el(
      "details",
      {},
      el("summary", {}, "SHA-256 of each article"),
      pairs(docs.map((doc) => [doc.id, doc.sha256])),
    ),
  );
}
