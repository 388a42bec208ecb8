// A pane of HTML whose marked places can be picked, by pointer or by keyboard.
// data-pick  what is sent when the element is chosen          data-key   a key that chooses it
// data-field an input whose text is sent on Enter              data-show  is scrolled to when it appears
// data-open  with data-pick: the place is to be opened in the reading view
// data-focus takes the focus when it appears
function picks(el) {
  return [...el.querySelectorAll("[data-pick]")].filter((e) => !e.disabled && e.getClientRects().length);
}

function render({ model, el }) {
  el.classList.add("parley");
  el.setAttribute("data-lm-suppress-shortcuts", "true"); // keys typed here are not the notebook's
  el.setAttribute("role", "region");
  let count = model.get("picked").count || 0;

  const send = (pick, open = false) => {
    count += 1;
    model.set("picked", { pick, count, open });
    model.save_changes();
  };
  const choose = (found) => send(found.dataset.pick, found.dataset.open !== undefined);

  const draw = () => {
    const active = el.contains(document.activeElement) ? document.activeElement : null;
    const kept = active && { pick: active.dataset.pick, field: active.dataset.field, value: active.value };
    const scrolled = [...el.querySelectorAll(".scroll")].map((e) => [e.scrollLeft, e.scrollTop]);
    el.innerHTML = model.get("html");
    el.setAttribute("aria-label", model.get("label"));
    [...el.querySelectorAll(".scroll")].forEach((e, i) => {
      if (scrolled[i]) [e.scrollLeft, e.scrollTop] = scrolled[i];
    });
    const shown = el.querySelector("[data-show]");
    const box = shown && shown.closest(".scroll");
    if (box) box.scrollTop += shown.getBoundingClientRect().top - box.getBoundingClientRect().top - 60;
    if (!kept) return;
    const same = (key) => kept[key] !== undefined &&
      [...el.querySelectorAll(`[data-${key}]`)].find((e) => e.dataset[key] === kept[key]);
    const next = el.querySelector("[data-focus]") || same("pick") || same("field") || el.querySelector("[data-pick]");
    if (next) next.focus({ preventScroll: true });
  };

  const step = (from, by) => {
    const group = from.closest("[data-group]") || el;
    const all = picks(group);
    const to = all[all.indexOf(from) + by];
    if (to) to.focus();
    return Boolean(to);
  };

  el.addEventListener("click", (event) => {
    const found = event.target.closest("[data-pick]");
    if (found && el.contains(found)) choose(found);
  });

  el.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    let done = false;
    if (at.dataset.field !== undefined) {
      if (event.key === "Enter") send(`${at.dataset.field}:${at.value}`);
      if (event.key === "Escape") (picks(el)[0] || el).focus();
      done = event.key === "Enter" || event.key === "Escape";
    } else if (at.dataset.pick !== undefined && ["ArrowRight", "ArrowDown"].includes(event.key)) {
      done = step(at, 1);
    } else if (at.dataset.pick !== undefined && ["ArrowLeft", "ArrowUp"].includes(event.key)) {
      done = step(at, -1);
    } else if (at.dataset.pick !== undefined && at.tagName !== "BUTTON" && ["Enter", " "].includes(event.key)) {
      choose(at);
      done = true;
    } else {
      const keyed = picks(el).find((e) => e.dataset.key === event.key);
      if (keyed) choose(keyed);
      done = Boolean(keyed);
    }
    if (done) event.preventDefault();
    event.stopPropagation();
  });

  model.on("change:html", draw);
  model.on("change:label", draw);
  draw();
}

export default { render };
