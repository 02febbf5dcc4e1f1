/* After a refusal the summary has the focus, or the field the address names; the links of the summary lead into the
   field itself. */
(function () {
  "use strict";
  function named(hash) { return document.getElementById(decodeURIComponent(hash.slice(1))); }
  function lead(target) {
    var field = target.matches("fieldset") ? target.querySelector("input, textarea, select") || target : target;
    field.focus({ preventScroll: true });
    (field.closest(".field, .matrix__field, .matrix__answer, .matrix__letter") || field).scrollIntoView({ block: "center" });
  }
  document.addEventListener("DOMContentLoaded", function () {
    var first = document.querySelector("[data-focus]");
    var field = first && location.hash && named(location.hash);
    if (field) { lead(field); } else if (first) { first.focus(); }
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".errors a");
    // A link to another page is followed there, though a field of this one may have the same name.
    var target = link && link.pathname === location.pathname && named(link.hash);
    if (!target) { return; }
    event.preventDefault();
    lead(target);
  });
}());
