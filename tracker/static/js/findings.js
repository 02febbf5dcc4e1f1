/* The box of what was found in a draft: it comes anew with each automatic save; a line can be put away for this draft,
   as long as the tab is open. */
(function () {
  "use strict";
  var address = "";
  function box() { return document.querySelector("[data-findings]"); }
  function shelf() { return "tracker:away:" + address; }
  function away() {
    try { return JSON.parse(sessionStorage.getItem(shelf()) || "[]"); } catch (_error) { return []; }
  }
  function keep(keys) {
    try { sessionStorage.setItem(shelf(), JSON.stringify(keys)); } catch (_error) { /* then it is shown again */ }
  }
  function lines() { return Array.from(box().querySelectorAll("li > [data-finding]")); }
  // The same words stand under the field.
  function hide(words) {
    document.querySelectorAll(".hint").forEach(function (hint) {
      if (!hint.textContent.trim().startsWith(words)) { return; }
      hint.hidden = true;
      var all = hint.closest(".requests__hint");
      if (all) { all.hidden = !all.querySelector(".hint:not([hidden])"); }
    });
  }
  function fit() {
    var keys = away(), hidden = 0;
    document.querySelectorAll(".hint, .requests__hint").forEach(function (hint) { hint.hidden = false; });
    lines().forEach(function (line) {
      var put = keys.indexOf(line.dataset.finding) >= 0;
      line.parentElement.hidden = put;
      line.querySelector("[data-put-away]").hidden = false;
      if (put) { hidden += 1; hide(line.querySelector("p").firstChild.textContent.trim()); }
    });
    var back = box().querySelector("[data-bring-back]");
    back.textContent = back.dataset.words.replace("{n}", hidden);
    back.parentElement.hidden = hidden === 0;
  }
  function renew(words) {
    var old = box();
    // Who reads a line is not interrupted; the next save brings it up to date.
    if (old.contains(document.activeElement)) { fit(); return; }
    var open = Array.from(old.querySelectorAll("[data-finding][open]")).map(function (one) { return one.dataset.finding; });
    // Read as a page is read, drawn by the server with every word escaped; scripts in it would not run.
    old.replaceWith(new DOMParser().parseFromString(words, "text/html").querySelector("[data-findings]"));
    box().querySelectorAll("[data-finding]").forEach(function (one) { one.open = open.indexOf(one.dataset.finding) >= 0; });
    fit();
  }
  document.addEventListener("tracker:told", function (event) {
    if (!box() || event.detail.checks === undefined) { return; }
    var kept = away();
    if (event.target.action !== address) { address = event.target.action; keep(kept); }
    // After everybody who listens has drawn: what is put away is hidden under the fields too.
    setTimeout(renew, 0, event.detail.checks);
  });
  document.addEventListener("click", function (event) {
    var put = event.target.closest("[data-put-away]"), back = event.target.closest("[data-bring-back]");
    if (!box() || !(put || back)) { return; }
    keep(put ? away().concat(put.closest("[data-finding]").dataset.finding) : []);
    fit();
    // The button that was pressed is gone.
    box().setAttribute("tabindex", "-1");
    box().focus();
  });
  document.addEventListener("DOMContentLoaded", function () {
    if (!box()) { return; }
    address = box().closest("form").action;
    fit();
  });
}());
