/** An element with attributes and children; text is always text, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A small picture of an interval from 0 to 1 with its likely point. */
export function rail({ least, most, likely }, label) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const bar = (className, x, width) => {
    const rect = document.createElementNS(space, "rect");
    for (const [key, value] of Object.entries({ class: className, x, y: 0, width, height: 12 }))
      rect.setAttribute(key, value);
    picture.append(rect);
  };
  picture.setAttribute("class", "rail");
  picture.setAttribute("viewBox", "0 0 200 12");
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  bar("ground", 0, 200);
  const width = Math.max(8, (most - least) * 200);
  bar("span", Math.min(least * 200, 200 - width), width);
  if (typeof likely === "number") bar("likely", Math.min(195, Math.max(0, likely * 200 - 2.5)), 5);
  return picture;
}
