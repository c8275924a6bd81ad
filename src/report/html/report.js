// Filters and permanent links. The page is whole without it; it reads only what the page itself declares.
(function () {
  "use strict";
  var form = document.getElementById("filters");
  var disputes = Array.prototype.slice.call(document.querySelectorAll("article.dispute"));
  if (!form || !disputes.length) return;
  var texts = new Map();
  function textOf(dispute) {
    if (!texts.has(dispute)) texts.set(dispute, dispute.textContent.toLowerCase());
    return texts.get(dispute);
  }
  var entries = {};
  document.querySelectorAll("li[data-for]").forEach(function (li) { entries[li.dataset.for] = li; });
  var nothing = document.getElementById("nothing");
  var shown = form.elements.shown;
  form.hidden = false;

  function value(name) { return form.elements[name].value.trim(); }

  function apply() {
    var product = value("product"), group = value("group"), kind = value("kind"), severity = value("severity");
    var text = value("text").toLowerCase(), count = 0;
    disputes.forEach(function (dispute) {
      var fits = 0;
      dispute.querySelectorAll(".conflict").forEach(function (conflict) {
        var ok = (!kind || conflict.dataset.kind === kind) && (!severity || conflict.dataset.severity === severity);
        conflict.hidden = !ok;
        fits += ok ? 1 : 0;
      });
      dispute.querySelectorAll(".conflicts > details").forEach(function (more) {
        more.hidden = !more.querySelector(".conflict:not([hidden])");
        if ((kind || severity) && !more.hidden) more.open = true;
      });
      var ok = (!product || dispute.dataset.product === product) && (!group || dispute.dataset.group === group) &&
        ((!kind && !severity) || fits > 0) && (!text || textOf(dispute).indexOf(text) >= 0);
      dispute.hidden = !ok;
      // What the text was found in must be seen; nothing else opens by itself.
      var whole = dispute.querySelector("details.whole");
      if (whole && ok && text) whole.open = true;
      if (entries[dispute.id]) entries[dispute.id].hidden = !ok;
      count += ok ? 1 : 0;
    });
    document.querySelectorAll("figure[data-product]").forEach(function (figure) {
      figure.hidden = !!product && figure.dataset.product !== product;
    });
    nothing.hidden = count > 0;
    shown.value = shown.dataset.words.replace("{n}", count).replace("{all}", disputes.length);
  }

  // A link to a dispute that a filter hides clears the filter.
  function follow() {
    var id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (e) { return; }
    var target = id && document.getElementById(id);
    if (!target) return;
    if (target.hidden) { form.reset(); apply(); }
    var whole = target.querySelector(":scope > details.whole");
    if (whole) whole.open = true;
    for (var at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
  }

  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
  });

  form.addEventListener("input", apply);
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", follow);
  // On a narrow page the list of disputes would push the first one off the screen.
  if (window.matchMedia("(max-width: 62rem)").matches) {
    var toc = document.querySelector("details.toc");
    if (toc) toc.open = false;
  }
  apply();
  follow();
})();
