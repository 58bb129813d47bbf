// Runs before the page is painted, so that it never flashes in the other colours.
(() => {
  const chosen = localStorage.getItem("vmloom-theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
})();
