// The timeline: what the articles date, a lane for each article, drawn for a window of days.

const MOST_LANES = 30;
const GUTTER = 150;
const LANE = 18;
const DAY = 86400000;
const STEPS_IN_MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000];

function dayOf(text) {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

/** The first days of each event's known ends; an open end is infinite. */
const eventLow = events.from.map((text) => (text ? dayOf(text) : -Infinity));
const eventHigh = events.to.map((text) => (text ? dayOf(text) + 1 : Infinity));

function chosenWindow() {
  return [state.from || corpus.window[0], state.to || corpus.window[1]];
}

/** An event is drawn where it lies whole in the window; of an open one, where its known end does. */
function isDrawn(i, [low, high]) {
  const inside = (day) => !Number.isFinite(day) || (day >= low && day <= high);
  return (
    inside(eventLow[i]) &&
    inside(eventHigh[i]) &&
    (Number.isFinite(eventLow[i]) || Number.isFinite(eventHigh[i]))
  );
}

function drawTimeline(host) {
  const rows = passingEvents();
  if (!events.doc.length) return void put(host, none("No dated event was found in these articles."));
  if (!rows.length) return void put(host, none("No dated event passes the filters."));
  const [from, to] = chosenWindow();
  const window = [dayOf(from), dayOf(to) + 1];
  const inside = rows.filter((i) => isDrawn(i, window));
  put(
    host,
    timelineControls(from, to),
    el(
      "p",
      { class: "note" },
      `${count(inside.length)} of ${count(rows.length, "event")} lie in these days. A dot is a day, a full bar a month, a hollow bar a year, a line with ends an interval; an arrow marks an open end; a dashed line the day of publication. Arrow keys move; Enter shows the passage.`,
    ),
  );
  if (!inside.length || !(window[1] > window[0])) return void put(host, none("No event lies in these days."));
  const lanes = [...grouped(inside, (i) => events.doc[i])].sort((a, b) => laneOrder(a[0], b[0]));
  put(host, timelinePicture(lanes.slice(0, MOST_LANES), window, Math.max(host.clientWidth - 2, 620)));
  put(host, more(lanes.length, MOST_LANES, "article", ": choose one above"));
  return undefined;
}

function laneOrder(a, b) {
  const key = (doc) => `${docs[doc].published || "9999"} ${docName(doc)}`;
  return key(a) < key(b) ? -1 : 1;
}

function timelineControls(from, to) {
  const field = (id, label, value) => {
    const change = () => {
      input.setCustomValidity(isDay(input.value) ? "" : "A day is written as 2025-02-12.");
      if (input.reportValidity()) set({ [id]: input.value });
    };
    const input = el("input", {
      type: "text",
      id,
      size: "10",
      maxlength: "10",
      placeholder: "YYYY-MM-DD",
      on: { change },
    });
    input.value = value;
    return [el("label", { for: id }, label), input];
  };
  const button = (label, days) =>
    el("button", { type: "button", on: { click: () => set({ from: days[0], to: days[1] }) } }, label);
  return el(
    "div",
    { class: "controls" },
    field("from", "From ", from),
    field("to", " to ", to),
    button("Where most lie", ["", ""]),
    button("All dates", corpus.span),
  );
}

function timelinePicture(lanes, window, width) {
  const x = (day) => GUTTER + ((day - window[0]) / (window[1] - window[0])) * (width - GUTTER - 14);
  const picture = shape("svg", {
    role: "group",
    "aria-label": "Timeline of dated events, a row for each article",
    width,
  });
  const layers = [shape("g"), shape("g"), shape("g")]; // lanes, axis, marks: each stands before those
  let top = 24;
  lanes.forEach(([doc, rows], number) => {
    const levels = levelled(rows.map((i) => mark(i, x, window, width)));
    const height = levels.length * LANE + 8;
    put(layers[0], laneParts(doc, rows.length, number, top, height, x, window, width));
    let column = 0;
    const marks = levels.flatMap((level, depth) =>
      level.map((m) => ({ ...m, y: top + 4 + depth * LANE + LANE / 2 })),
    );
    for (const m of marks.sort((a, b) => a.low - b.low || a.y - b.y))
      layers[2].append(markShape(m, number, column++));
    top += height;
  });
  put(layers[1], axis(window, x, top));
  put(picture, layers);
  picture.setAttribute("height", top + 4);
  picture.setAttribute("viewBox", `0 0 ${width} ${top + 4}`);
  arrows(picture);
  return el(
    "div",
    { class: "scroll timeline", role: "region", "aria-label": "Timeline", tabindex: "0" },
    picture,
  );
}

function laneParts(doc, n, number, top, height, x, window, width) {
  const name = shown(docName(doc));
  const published = docs[doc].published ? dayOf(docs[doc].published) : NaN;
  return [
    shape("rect", { x: 0, y: top, width, height, class: number % 2 ? "lane odd" : "lane" }),
    shape(
      "text",
      { x: 6, y: top + 16 },
      name.length > 19 ? `${name.slice(0, 18)}…` : name,
      shape("title", {}, `${docName(doc)}, n ${n}`),
    ),
    published >= window[0] && published < window[1]
      ? shape("line", { x1: x(published), x2: x(published), y1: top, y2: top + height, class: "published" })
      : null,
  ];
}

/** Where the mark of an event begins and ends, in pixels. */
function mark(i, x, window, width) {
  const before = !Number.isFinite(eventLow[i]);
  const after = !Number.isFinite(eventHigh[i]);
  const low = before ? Math.max(x(eventHigh[i]) - 40, GUTTER) : x(eventLow[i]);
  const high = after ? Math.min(x(eventLow[i]) + 40, width - 4) : x(eventHigh[i]);
  return { i, low, high: Math.max(high, low + 12), before, after };
}

/** Marks in levels, so that none covers another. */
function levelled(marks) {
  const levels = [];
  for (const m of marks.sort((a, b) => a.low - b.low || b.high - a.high || a.i - b.i)) {
    const level = levels.find((l) => l[l.length - 1].high + 3 <= m.low);
    if (level) level.push(m);
    else levels.push([m]);
  }
  return levels;
}

function markShape({ i, low, high, before, after, y }, row, col) {
  const what = events.event[i] || events.expression[i];
  const label = `${events.value[i]}, ${events.precision[i]}: ${what}; ${whereOf(events.sentence[i])}`;
  const key = String(i);
  return shape(
    "g",
    {
      role: "button",
      tabindex: "-1",
      class: `event ${events.precision[i]}`,
      "data-row": row,
      "data-col": col,
      "data-key": key,
      "aria-label": label,
      "aria-pressed": String(timelineKey() === key),
      on: { click: () => set({ pick: [docName(events.doc[i]), String(i - firstEvent[events.doc[i]] + 1)] }) },
    },
    shape("title", {}, label),
    shape("rect", { x: low - 2, y: y - LANE / 2, width: high - low + 4, height: LANE, class: "hit" }),
    markForm(events.precision[i], low, high, y),
    before
      ? shape("path", { d: `M${low + 6} ${y - 4}L${low} ${y}L${low + 6} ${y + 4}`, class: "open" })
      : null,
    after
      ? shape("path", { d: `M${high - 6} ${y - 4}L${high} ${y}L${high - 6} ${y + 4}`, class: "open" })
      : null,
  );
}

function markForm(precision, low, high, y) {
  if (precision === "day") return shape("circle", { cx: low + 6, cy: y, r: 5 });
  if (precision !== "interval")
    return shape("rect", { x: low, y: y - 5, width: high - low, height: 10, rx: 3, class: "form" });
  return shape("path", {
    d: `M${low} ${y - 5}V${y + 5}M${low} ${y}H${high}M${high} ${y - 5}V${y + 5}`,
    class: "form",
  });
}

function axis(window, x, height) {
  const first = new Date(window[0] * DAY);
  const months = (window[1] - window[0]) / 30.4;
  const step = STEPS_IN_MONTHS.find((s) => months / s <= 8) || 12000;
  const parts = [];
  let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  for (let n = 0; n < 12; n += 1, month += step) {
    const year = String(Math.floor(month / 12)).padStart(4, "0");
    const text = `${year}-${String((month % 12) + 1).padStart(2, "0")}`;
    const day = dayOf(`${text}-01`);
    if (!(day < window[1])) break;
    if (day < window[0]) continue;
    parts.push(
      shape("line", { x1: x(day), x2: x(day), y1: 20, y2: height, class: "tick" }),
      shape("text", { x: x(day), y: 14, "text-anchor": "middle" }, step % 12 ? text : year),
    );
  }
  return parts;
}

function timelineKey() {
  const doc = docNumber.get(state.pick[0]);
  const i = doc === undefined ? -1 : firstEvent[doc] + Number(state.pick[1]) - 1;
  return i >= firstEvent[doc] && i < firstEvent[doc + 1] ? String(i) : "";
}

function eventLabel(i) {
  return el(
    "span",
    {},
    el("b", { class: "sign" }, events.value[i]),
    ` ${events.precision[i]}: `,
    own(events.event[i] || events.expression[i]),
  );
}

function timelinePassages() {
  if (!events.doc.length)
    return { title: "Passages", note: "Passages stand here when there are events.", rows: null };
  const key = timelineKey();
  const first = (i) => (Number.isFinite(eventLow[i]) ? eventLow[i] : eventHigh[i]);
  const rows = passingEvents()
    .filter((i) => !key || String(i) === key)
    .sort((a, b) => first(a) - first(b) || a - b);
  return {
    title: key ? `Passage: ${events.value[Number(key)]}` : "Passages: every event, by date",
    note: key ? "" : "Choose a mark for its passage alone. Events outside the window are listed too.",
    rows: rows.map((i) => ({
      sentence: events.sentence[i],
      start: events.start[i],
      end: events.end[i],
      label: () => eventLabel(i),
    })),
  };
}

function timelineResult() {
  return `${count(passingEvents().length, "dated event")}.`;
}
