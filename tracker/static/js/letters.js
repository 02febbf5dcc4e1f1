/* Choosing a ground writes its model letter into the box, as long as nobody has written anything of his own there. */
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    var part = event.target.name === "ground" && event.target.form ? event.target.form.querySelector("[data-letters]") : null;
    if (!part) { return; }
    var box = document.getElementById(part.dataset.letters), wanted = "", own = box.value.trim() !== "";
    part.querySelectorAll("template[data-letter]").forEach(function (one) {
      var words = one.content.textContent;
      if (one.dataset.letter === event.target.value) { wanted = words; }
      if (box.value.trim() === words.trim()) { own = false; }
    });
    if (!own && wanted) {
      box.value = wanted;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}());
