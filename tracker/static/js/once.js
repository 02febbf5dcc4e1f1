/* A form is sent once; a second click while the answer is on its way does nothing. The server has its own guard. */
(function () {
  "use strict";
  var sent = new WeakSet();
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) { return; }
    if (sent.has(form)) { event.preventDefault(); return; }
    sent.add(form);
    setTimeout(function () { sent.delete(form); }, 8000);
  });
  window.addEventListener("pageshow", function () { sent = new WeakSet(); });
}());
