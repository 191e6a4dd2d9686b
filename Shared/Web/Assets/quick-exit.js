"use strict";
// Leaves without a step back: the link replaces this page in the history; so does pressing Escape three times.
(function () {
  var link = document.getElementById("quick-exit");
  if (!link) { return; }
  var presses = 0;
  var leave = function (event) {
    if (event) { event.preventDefault(); }
    document.documentElement.hidden = true;
    window.location.replace(link.href);
  };
  link.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) {
    presses = event.key === "Escape" ? presses + 1 : 0;
    if (presses === 3) { leave(event); }
  });
}());
