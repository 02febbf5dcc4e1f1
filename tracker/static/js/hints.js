/* The hints that come back with an automatic save take their places: under a field, or after the request they are about. */
(function () {
  "use strict";
  function drawn(lines) {
    return lines.split("\n").map(function (words) {
      var hint = document.querySelector("template[data-hint]").content.firstElementChild.cloneNode(true);
      hint.lastElementChild.textContent = words;
      return hint;
    });
  }
  function underRequest(area, words, splits) {
    var line = document.createElement("li");
    line.className = "requests__hint";
    line.append.apply(line, drawn(words));
    var split = document.querySelector("template[data-split]");
    if (split && splits && splits.indexOf(area.name) >= 0) {
      line.appendChild(split.content.cloneNode(true));
      line.querySelector("button").value = area.name.split("-").pop();
    }
    area.closest("[data-request]").after(line);
  }
  document.addEventListener("tracker:told", function (event) {
    var hints = event.detail.hints;
    if (!hints || !document.querySelector("template[data-hint]")) { return; }
    event.target.querySelectorAll(".requests__hint").forEach(function (line) { line.remove(); });
    event.target.querySelectorAll("[data-hint-of]").forEach(function (place) {
      var words = hints[place.dataset.hintOf];
      place.replaceChildren.apply(place, words ? drawn(words) : []);
    });
    Object.keys(hints).forEach(function (name) {
      var area = event.target.querySelector('[data-request] textarea[name="' + CSS.escape(name) + '"]');
      if (area) { underRequest(area, hints[name], event.detail.splits); }
    });
  });
}());
