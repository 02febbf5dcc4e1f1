/* Fields that belong to some choices only show when one of those is chosen; without a script they are always there. */
(function () {
  "use strict";
  function fit(group) {
    var chosen = group.querySelector('input[type="radio"]:checked');
    var open = Boolean(chosen) && group.dataset.opens.split(" ").indexOf(chosen.value) >= 0;
    group.querySelectorAll("[data-opened]").forEach(function (part) {
      // A part may belong to some of the choices only.
      var own = part.dataset.opened.split(" ").filter(Boolean);
      part.hidden = !open || (own.length > 0 && own.indexOf(chosen.value) < 0);
    });
    group.querySelectorAll("[data-closed]").forEach(function (part) { part.hidden = open; });
  }
  function fitAll() { document.querySelectorAll('[data-opens]:not([data-opens=""])').forEach(fit); }
  document.addEventListener("change", function (event) {
    var group = event.target.closest('[data-opens]:not([data-opens=""])');
    if (group) { fit(group); }
  });
  document.addEventListener("DOMContentLoaded", fitAll);
  document.addEventListener("htmx:load", fitAll);
}());
