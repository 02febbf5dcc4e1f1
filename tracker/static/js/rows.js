/* Arrow keys move between the rows of a register; Enter opens, as on any link. */
(function () {
  "use strict";
  var steps = { ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", function (event) {
    var links = Array.from(document.querySelectorAll("[data-rows] .register__link"));
    var here = links.indexOf(document.activeElement);
    var idle = document.activeElement === document.body || document.activeElement.id === "main";
    if (!steps[event.key] || event.altKey || event.ctrlKey || event.metaKey || !links.length || (here < 0 && !idle)) { return; }
    var next = links[here + steps[event.key]];
    if (here < 0) { next = event.key === "ArrowDown" ? links[0] : null; }
    if (!next) { return; }
    event.preventDefault();
    next.focus();
    next.closest("tr, li").scrollIntoView({ block: "nearest" });
  });
}());
