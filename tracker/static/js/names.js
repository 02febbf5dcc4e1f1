/* A box that takes several names divided by 、: while the last one is typed, the list offers it behind the earlier ones. */
(function () {
  "use strict";
  var known = new Map();
  function names(list) {
    if (!known.has(list.id)) {
      known.set(list.id, Array.from(list.options).map(function (option) { return [option.value, option.label]; }));
    }
    return known.get(list.id);
  }
  function offer(box) {
    var list = document.getElementById(box.getAttribute("list"));
    if (!list) { return; }
    var cut = Math.max(box.value.lastIndexOf("、"), box.value.lastIndexOf("，"), box.value.lastIndexOf(",")) + 1;
    var before = box.value.slice(0, cut);
    list.replaceChildren.apply(list, names(list).map(function (pair) {
      var option = document.createElement("option");
      option.value = before + pair[0];
      option.label = pair[1];
      return option;
    }));
  }
  ["focusin", "input"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      if (event.target.matches && event.target.matches("input[list][data-names]")) { offer(event.target); }
    });
  });
  /* Choosing a candidate, or writing a unit into a line, ticks the line: at once, so that a click on the box is no surprise. */
  document.addEventListener("input", function (event) {
    var row = event.target.closest(".batch--units tr");
    var pick = row && row.querySelector("input[data-pick]");
    if (pick && pick !== event.target && event.target.value && !pick.checked) {
      pick.checked = true;
      pick.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}());
