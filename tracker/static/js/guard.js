/* Asks before one leaves a page with words that are saved nowhere. */
(function () {
  "use strict";
  var changed = new Set();
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.matches("[data-guard]")) { changed.add(form); }
  });
  document.addEventListener("submit", function (event) { changed.delete(event.target); });
  document.addEventListener("tracker:saved", function (event) { changed.delete(event.target); });
  window.addEventListener("beforeunload", function (event) {
    changed.forEach(function (form) { if (!form.isConnected) { changed.delete(form); } });
    if (changed.size) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
}());
