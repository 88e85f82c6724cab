/**
 * What a website puts into its page: one line that shows our form or our chat.
 * It only reads its own attributes and loads the part that is asked for.
 */
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const base = new URL(".", script.src).href;
  const part = script.dataset.mode === "bubble" ? "bubble" : "form";
  /** @returns {void} */
  const begin = () => {
    import(`${base}embed/${part}.js`).then(
      (/** @type {{ show(script: HTMLScriptElement): void }} */ module) => module.show(script),
      () => script.dispatchEvent(new CustomEvent("majlis-failed", { bubbles: true })),
    );
  };
  if (part === "form" || document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
})();
