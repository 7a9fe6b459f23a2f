// What is asked inside a page; `open-page.ts` sends this text there. Each function returns sentences about what is wrong.

/** Elements that are wider than the window, so that one has to scroll sideways. */
function overflow() {
  const width = document.documentElement.clientWidth;
  const isClipped = (node) =>
    node !== null &&
    (['auto', 'scroll', 'hidden'].includes(getComputedStyle(node).overflowX) || isClipped(node.parentElement));
  return [...document.body.querySelectorAll('*')]
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > width + 1)
    .filter((node) => !isClipped(node.parentElement) && getComputedStyle(node).clipPath === 'none')
    .map((node) => `${node.tagName}#${node.id} ends at ${Math.round(node.getBoundingClientRect().right)}`);
}

/** Fields, buttons and links that say nothing to who cannot see them. */
function nameless() {
  return [...document.querySelectorAll('input, select, textarea, button, a')]
    .filter((node) => node.checkVisibility())
    .filter((node) =>
      [node, ...(node.labels ?? [])].every((one) => !one.textContent.trim() && !one.getAttribute('aria-label')),
    )
    .map((node) => node.outerHTML.slice(0, 120));
}

/** Texts whose contrast to the plain colour behind them is below 4.5 to 1 (WCAG 2.2, 1.4.3). */
function faint() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (node) => {
    if (node === null) return [255, 255, 255];
    const colour = rgba(getComputedStyle(node).backgroundColor);
    return colour[3] > 200 ? colour : behind(node.parentElement);
  };
  const hasText = (node) =>
    [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '');
  return [...document.body.querySelectorAll('*')]
    .filter((node) => node.checkVisibility() && hasText(node) && !node.matches(':disabled, noscript'))
    .flatMap((node) => {
      const [text, back] = [luminance(rgba(getComputedStyle(node).color)), luminance(behind(node))];
      const ratio = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
      const name = `${node.tagName}.${node.className} “${node.textContent.trim().slice(0, 30)}”`;
      return ratio < 4.5 ? [`${name}: ${ratio.toFixed(1)}`] : [];
    });
}

/** What the page's policy refuses goes to the console, where it is noted. */
function reportPolicy() {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    console.error(`policy: ${violatedDirective} ${blockedURI}`);
  });
}

/** How the focus shows, and where it is. */
function focus() {
  const node = document.activeElement;
  return { id: node?.id ?? '', outline: node === null ? '' : getComputedStyle(node).outlineStyle };
}

/** Everything that the page has stored in the browser. */
function stored() {
  return JSON.stringify([{ ...localStorage }, { ...sessionStorage }]);
}

globalThis.probes = { overflow, nameless, faint, reportPolicy, focus, stored };
