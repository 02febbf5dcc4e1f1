/* Menus that are <details>, and the phone's drawer: Escape and a click elsewhere close them. */
(function () {
  "use strict";
  function closeMenus(except) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (menu !== except) { menu.open = false; }
    });
  }
  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details[data-menu]"));
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    var menu = document.querySelector("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (["#places", "#find", "#filters"].indexOf(location.hash) >= 0) {
      location.replace("#main");
    }
  });
  window.addEventListener("hashchange", function () {
    var opened = location.hash === "#places" && document.querySelector("#places .side__close");
    if (opened) { opened.focus(); }
  });
}());
