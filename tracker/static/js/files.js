/* Says which files were chosen, and before they are sent when one of them is larger than may be. */
(function () {
  "use strict";
  function told(box) {
    var place = document.querySelector('[data-files-chosen="' + box.id + '"]');
    var chosen = Array.prototype.slice.call(box.files || []);
    var all = chosen.reduce(function (sum, one) { return sum + one.size; }, 0);
    var large = chosen.filter(function (one) { return one.size > Number(box.dataset.max); });
    if (!large.length && all > Number(box.dataset.most)) { large = chosen; }
    var words = (large.length ? box.dataset.large : box.dataset.chosen)
      .replace("{names}", (large.length ? large : chosen).map(function (one) { return one.name; }).join("、"));
    box.setCustomValidity(large.length ? words : "");
    if (!place) { return; }
    place.textContent = words;
    place.hidden = !chosen.length;
    place.classList.toggle("files__chosen--large", large.length > 0);
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches && event.target.matches("input[data-files]")) { told(event.target); }
  });
  document.addEventListener("submit", function (event) {
    var large = event.target.querySelector("input[data-files]:invalid");
    if (large) { event.preventDefault(); event.stopImmediatePropagation(); large.focus(); }
  }, true);
}());
