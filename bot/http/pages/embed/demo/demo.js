// The host page's own script: it sets the page's language before the embeds read it.
const english = new URLSearchParams(location.search).get("lang") === "en";
document.documentElement.lang = english ? "en" : "ar";
document.documentElement.dir = english ? "ltr" : "rtl";
document.addEventListener("DOMContentLoaded", () => {
  for (const node of document.querySelectorAll("[data-ar]"))
    node.textContent = node.getAttribute(english ? "data-en" : "data-ar");
  document.getElementById("other")?.setAttribute("href", english ? "/demo" : "/demo?lang=en");
});
