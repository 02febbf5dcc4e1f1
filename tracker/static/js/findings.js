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
  function fit() {
    var keys = away(), hidden = 0;
    lines().forEach(function (line) {
      line.parentElement.hidden = keys.indexOf(line.dataset.finding) >= 0;
      hidden += line.parentElement.hidden ? 1 : 0;
      line.querySelectorAll("[data-put-away]").forEach(function (button) { button.hidden = false; });
    });
    var back = box().querySelector("[data-bring-back]");
    back.textContent = back.dataset.words.replace("{n}", hidden);
    back.parentElement.hidden = hidden === 0;
  }
  function renew(words) {
    var old = box();
    // Who reads a line is not interrupted; the next save brings it up to date.
    if (old.contains(document.activeElement)) { return; }
    var open = Array.from(old.querySelectorAll("[data-finding][open]")).map(function (one) { return one.dataset.finding; });
    var fresh = document.createElement("template");
    fresh.innerHTML = words;
    old.replaceWith(fresh.content);
    box().querySelectorAll("[data-finding]").forEach(function (one) { one.open = open.indexOf(one.dataset.finding) >= 0; });
    fit();
  }
  document.addEventListener("tracker:told", function (event) {
    if (!box() || event.detail.checks === undefined) { return; }
    var kept = away();
    if (event.target.action !== address) { address = event.target.action; keep(kept); }
    renew(event.detail.checks);
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
