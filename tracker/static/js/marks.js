/* A reviewer selects words of the paper and presses one button: they stand in the form, with the part they lie in. */
(function () {
  "use strict";
  var paper = document.querySelector("[data-marked]"), rows = document.querySelector("[data-mark-rows]");
  if (!paper || !rows) { return; }
  var hint = rows.querySelector("[data-mark-hint]"), chosen = null;
  hint.textContent = hint.dataset.markHint;
  var button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-primary btn-sm mark-here";
  button.textContent = paper.dataset.marked;
  button.hidden = true;
  document.body.appendChild(button);

  function part(node) {
    var element = node && (node.nodeType === 1 ? node : node.parentElement);
    return element && paper.contains(element) ? element.closest("[data-field]") : null;
  }
  function selected() {
    var held = window.getSelection();
    if (!held || held.isCollapsed || !held.rangeCount) { return null; }
    var from = part(held.anchorNode), to = part(held.focusNode);
    if (!from || !to || from.dataset.field !== to.dataset.field || !held.toString().trim()) { return null; }
    return { field: from.dataset.field, passage: held.toString().trim(), box: held.getRangeAt(0).getBoundingClientRect() };
  }
  function place() {
    var found = selected();
    if (!found) { button.hidden = true; return; }
    chosen = found;
    button.hidden = false;
    var left = Math.max(8, Math.min(found.box.left, document.documentElement.clientWidth - button.offsetWidth - 8));
    button.style.left = left + window.scrollX + "px";
    button.style.top = found.box.bottom + window.scrollY + 6 + "px";
  }
  function empty() {
    return Array.from(rows.querySelectorAll("[data-mark-row]")).find(function (row) {
      return Array.from(row.querySelectorAll("textarea")).every(function (box) { return !box.value.trim(); });
    });
  }
  function another() {
    var all = rows.querySelectorAll("[data-mark-row]"), last = all[all.length - 1];
    if (all.length >= Number(rows.dataset.most)) { return null; }
    var fresh = last.cloneNode(true), old = all.length - 1;
    fresh.querySelectorAll("*").forEach(function (one) {
      ["id", "name", "for", "aria-describedby", "data-count"].forEach(function (name) {
        var value = one.getAttribute(name);
        if (value) { one.setAttribute(name, value.replace("marks-" + old + "-", "marks-" + all.length + "-")); }
      });
      if (one.matches("textarea, input")) { one.value = ""; one.classList.remove("is-invalid"); }
    });
    fresh.querySelectorAll(".field__error").forEach(function (one) { one.remove(); });
    fresh.querySelector("legend").textContent = last.querySelector("legend").textContent.replace(/\d+/, String(all.length + 1));
    last.after(fresh);
    return fresh;
  }
  function fill(row) {
    row.querySelector("select").value = chosen.field;
    var boxes = row.querySelectorAll("textarea");
    boxes[0].value = chosen.passage;
    boxes[0].dispatchEvent(new Event("input", { bubbles: true }));
    var fold = row.closest("details");
    if (fold) { fold.open = true; }
    boxes[1].focus();
  }
  document.addEventListener("selectionchange", place);
  button.addEventListener("mousedown", function (event) { event.preventDefault(); });
  button.addEventListener("click", function () {
    var row = chosen && (empty() || another());
    if (row) { fill(row); }
    button.hidden = true;
  });
  rows.addEventListener("click", function (event) {
    if (!event.target.closest("[data-mark-add]")) { return; }
    event.preventDefault();
    var row = another();
    if (row) { row.querySelector("select").focus(); }
  });
}());
