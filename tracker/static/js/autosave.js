/* Saves a long form while it is written: three seconds after the last key, at the latest every twenty.
   The answer is JSON: words for the reader (saved), the new version, where the form lives from now on (action,
   autosave), hints; 409 and others carry words too. What is not understood stays in the page and is tried again. */
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
    function stop(words) {
      stopped = true;
      say(words, true);
      document.querySelectorAll('[data-stopped-by="' + form.id + '"]').forEach(function (way) { way.hidden = false; });
    }
    function settleIn(body) {
      if (body.version !== undefined && form.elements.version) { form.elements.version.value = body.version; }
      if (!body.action) { return; }
      form.action = body.action;
      form.dataset.autosave = body.autosave;
      history.replaceState(history.state, "", body.action);
      document.querySelectorAll("[data-beside]").forEach(function (place) { fetchInto(place, body.beside); });
    }
    // What stands beside a paper is fetched once there is one.
    function fetchInto(place, address) {
      if (!address || !window.htmx) { return; }
      place.removeAttribute("data-beside");
      place.setAttribute("hx-get", address);
      window.htmx.process(place);
    }
    function settle(answer, body) {
      if (answer.ok) {
        settleIn(body);
        say(body.saved, false);
        form.dispatchEvent(new CustomEvent("tracker:told", { bubbles: true, detail: body }));
        if (!again) { form.dispatchEvent(new CustomEvent("tracker:saved", { bubbles: true })); }
      } else if (answer.status === 409 || answer.status === 404) {
        stop(body.words);
      } else {
        say(body.words, true);
      }
    }
    function save() {
      if (busy) { again = true; return; }
      busy = true;
      again = false;
      since = 0;
      var body = new FormData(form);
      // Files go with a press of a button: sent again every few seconds they would be uploaded again and again.
      form.querySelectorAll("input[type=file]").forEach(function (box) { body.delete(box.name); });
      fetch(form.dataset.autosave, { method: "POST", body: body, credentials: "same-origin", redirect: "manual",
        headers: { Accept: "application/json", "X-Autosave": "1" } })
        .then(function (answer) {
          if (answer.type === "opaqueredirect") { stop(mark ? mark.dataset.loggedOut : ""); return null; }
          return answer.json().then(function (body) { settle(answer, body); });
        })
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
