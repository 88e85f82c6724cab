/** @import { Settings } from "./settings.js" */

/**
 * An element with attributes, listeners (`onclick`) and children; text is always text, never markup.
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null)} children
 * @returns {any}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** @param {string} path @param {string} [className] @returns {SVGSVGElement} A 24 by 24 picture of one path. */
export function icon(path, className = "icon") {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  line.setAttribute("fill", "currentColor");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", className);
  picture.setAttribute("aria-hidden", "true");
  picture.append(line);
  return picture;
}

/**
 * A place of our own in the page: in a shadow root, so that no style goes in or out, with sheets that need no
 * permission of the page's content policy.
 * @param {Settings} settings
 * @param {readonly string[]} styles
 * @returns {{ host: HTMLElement, root: HTMLElement }}
 */
export function ownFrame(settings, styles) {
  const host = document.createElement("majlis-embed");
  const shadow = host.attachShadow({ mode: "open" });
  const { ground, ink } = settings.color;
  shadow.adoptedStyleSheets = [...styles, `.root { --ground: ${ground}; --ink-on-ground: ${ink}; }`].map(
    (text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    },
  );
  const root = element("div", {
    class: "root",
    lang: settings.language,
    dir: settings.language === "ar" ? "rtl" : "ltr",
  });
  shadow.append(root);
  return { host, root };
}
