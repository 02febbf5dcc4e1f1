/* How many characters a field holds; one Chinese character is one. */
(function () {
  "use strict";
  function show(mark) {
    var field = document.getElementById(mark.dataset.count);
    if (!field) { return; }
    var length = Array.from(field.value.trim()).length;
    var max = Number(mark.dataset.max);
    mark.textContent = mark.dataset.words.replace("{n}", length).replace("{max}", max);
    mark.classList.toggle("count--over", max > 0 && length > max);
  }
  function showAll() { document.querySelectorAll("[data-count]").forEach(show); }
  document.addEventListener("input", function (event) {
    var mark = event.target.id && document.querySelector('[data-count="' + CSS.escape(event.target.id) + '"]');
    if (mark) { show(mark); }
  });
  document.addEventListener("DOMContentLoaded", showAll);
  document.addEventListener("htmx:load", showAll);
}());
