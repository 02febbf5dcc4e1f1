/* Lists with tick boxes: one link for all or none, and how many are chosen. */
(function () {
  "use strict";
  function show(form) {
    var chosen = form.querySelectorAll("input[data-pick]:checked").length;
    form.querySelectorAll("[data-picked]").forEach(function (mark) {
      mark.textContent = mark.dataset.picked.replace("{n}", chosen);
    });
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches("input[data-pick]") && event.target.form) { show(event.target.form); }
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-pick-all]");
    if (!button) { return; }
    var within = document.getElementById(button.dataset.pickAll);
    var picks = Array.from(within.querySelectorAll("input[data-pick]:not(:disabled)"));
    var on = picks.some(function (pick) { return !pick.checked; });
    picks.forEach(function (pick) { pick.checked = on; });
    if (picks[0] && picks[0].form) { show(picks[0].form); }
  });
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-pick-all]").forEach(function (button) { button.hidden = false; });
  });
}());
