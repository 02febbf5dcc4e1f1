/* Saves a long form while it is written: three seconds after the last key, at the latest every twenty.
   The answer is JSON: words for the reader (saved), the new version; 409 and others carry words too. */
(function () {
  "use strict";
  var IDLE = 3000, LATEST = 20000;

  function watch(form) {
    var mark = document.querySelector('[data-saved-by="' + form.id + '"]');
    var timer = null, since = 0, busy = false, again = false, stopped = false;

    function say(words, failed) {
      if (!mark) { return; }
      mark.classList.toggle("saved--failed", failed);
      mark.lastElementChild.textContent = words;
      mark.hidden = false;
    }
    function settle(answer, body) {
      if (answer.ok) {
        if (body.version !== undefined && form.elements.version) { form.elements.version.value = body.version; }
        say(body.saved, false);
        if (!again) { form.dispatchEvent(new CustomEvent("tracker:saved", { bubbles: true })); }
      } else {
        stopped = answer.status === 409 || answer.status === 404;
        say(body.words || mark.dataset.failed, true);
      }
    }
    function save() {
      if (busy) { again = true; return; }
      busy = true;
      again = false;
      since = 0;
      fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "error",
        headers: { Accept: "application/json", "X-Autosave": "1" } })
        .then(function (answer) { return answer.json().then(function (body) { settle(answer, body); }); })
        .catch(function () { if (mark) { say(mark.dataset.failed, true); } })
        .then(function () { busy = false; if (again && !stopped) { plan(); } });
    }
    function plan() {
      if (stopped) { return; }
      since = since || Date.now();
      clearTimeout(timer);
      timer = setTimeout(save, Math.max(0, Math.min(IDLE, since + LATEST - Date.now())));
    }
    form.addEventListener("input", plan);
    form.addEventListener("change", plan);
    form.addEventListener("tracker:changed", plan);
    form.addEventListener("submit", function () { clearTimeout(timer); stopped = true; });
    window.addEventListener("online", function () { if (since || again) { plan(); } });
  }
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-autosave]").forEach(watch);
  });
}());
