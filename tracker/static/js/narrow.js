/* A list of people to tick grows shorter while one types a name or picks a group; what is ticked stays ticked. */
(function () {
  "use strict";
  function narrow(bar) {
    var list = document.getElementById(bar.dataset.narrow);
    var words = bar.querySelector('input[type="search"]').value.trim();
    var pick = bar.querySelector("select"), group = pick && pick.value ? pick.options[pick.selectedIndex].text : "";
    list.querySelectorAll("[data-group]").forEach(function (part) {
      var any = false;
      part.querySelectorAll(".tick").forEach(function (line) {
        line.hidden = Boolean(words) && line.querySelector("[data-name]").textContent.indexOf(words) < 0;
        any = any || !line.hidden;
      });
      if (words || group) { part.open = true; }
      part.hidden = !any || (group !== "" && part.dataset.group !== group);
    });
  }
  document.addEventListener("input", function (event) {
    var bar = event.target.closest("[data-narrow]");
    if (bar) { narrow(bar); }
  });
  document.addEventListener("submit", function (event) {
    var bar = event.target.closest("[data-narrow]");
    if (bar) { event.preventDefault(); narrow(bar); }
  });
}());
