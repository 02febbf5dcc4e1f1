/* After a refusal the summary has the focus; its links lead into the field itself. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var first = document.querySelector("[data-focus]");
    if (first) { first.focus(); }
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".errors a");
    var target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) { return; }
    event.preventDefault();
    var field = target.matches("fieldset") ? target.querySelector("input, textarea, select") || target : target;
    field.focus({ preventScroll: true });
    (field.closest(".field, .matrix__field, .matrix__answer, .matrix__letter") || field).scrollIntoView({ block: "center" });
  });
}());
