/* Numbered requests: add, move, remove, in the page; boxes are named name-0, name-1 … in the order shown. */
(function () {
  "use strict";
  function boxes(list) { return Array.from(list.querySelectorAll("[data-request]")); }
  function renumber(list) {
    boxes(list).forEach(function (box, index) {
      var area = box.querySelector("textarea");
      area.name = area.id = list.dataset.requests + "-" + index;
      area.setAttribute("aria-label", area.dataset.label.replace("{n}", index + 1));
      box.querySelector("[data-no]").textContent = index + 1;
      var split = box.nextElementSibling && box.nextElementSibling.querySelector('[name="request_split"]');
      if (split) { split.value = index; }
    });
    var more = list.closest("fieldset").querySelector("[data-most]");
    if (more) { more.hidden = boxes(list).length >= Number(more.dataset.most); }
    list.dispatchEvent(new CustomEvent("tracker:changed", { bubbles: true }));
  }
  function dropHint(box) {
    var hint = box.nextElementSibling;
    if (hint && hint.matches(".requests__hint")) { hint.remove(); }
  }
  function add(button) {
    var field = button.closest("fieldset");
    var list = field.querySelector("[data-requests]");
    list.appendChild(field.querySelector("template").content.cloneNode(true));
    renumber(list);
    boxes(list).pop().querySelector("textarea").focus();
  }
  function move(box, way, button) {
    var list = box.parentElement, all = boxes(list), other = all[all.indexOf(box) + way];
    if (!other) { return; }
    dropHint(box);
    dropHint(other);
    list.insertBefore(box, way < 0 ? other : other.nextElementSibling);
    renumber(list);
    button.focus();
  }
  function drop(box) {
    var list = box.parentElement, all = boxes(list), near = all[all.indexOf(box) + 1] || all[all.indexOf(box) - 1];
    dropHint(box);
    if (near) { box.remove(); } else { box.querySelector("textarea").value = ""; near = box; }
    renumber(list);
    near.querySelector("textarea").focus();
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add], [data-move], [data-drop]");
    if (!button || !button.closest("fieldset")) { return; }
    event.preventDefault();
    if (button.matches("[data-add]")) { add(button); return; }
    var box = button.closest("[data-request]");
    if (button.matches("[data-drop]")) { drop(box); } else { move(box, Number(button.dataset.move), button); }
  });
}());
