/* "/" goes to the search box, from anywhere but a field; Escape leaves it, the down arrow goes on to the rows. */
(function () {
  "use strict";
  function typing(element) {
    return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  }
  document.addEventListener("keydown", function (event) {
    var box = document.querySelector("[data-find]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !box || typing(event.target)) { return; }
    event.preventDefault();
    if (!box.offsetParent) { location.replace("#find"); }
    box.focus();
    box.select();
  });
  document.addEventListener("keydown", function (event) {
    var box = document.querySelector("[data-find]");
    if (!box || event.target !== box || (event.key !== "Escape" && event.key !== "ArrowDown")) { return; }
    if (event.key === "Escape") { event.preventDefault(); }
    // What listens after this finds nobody writing, and takes the arrow.
    box.blur();
  });
  window.addEventListener("hashchange", function () {
    if (location.hash === "#find") { document.querySelector("[data-find]").focus(); }
  });
}());
