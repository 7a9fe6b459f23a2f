import { createElement } from 'react';

export function results(term: string) {
  return createElement('p', null, `Results for ${term}`);
}

export function show(target: HTMLElement): void {
  const term = new URLSearchParams(location.search).get('q') as string;
  target.outerHTML = `<b>${term}</b>`; // assay: cross-site-scripting
}

export function showText(target: HTMLElement): void {
  const term = new URLSearchParams(location.search).get('q') ?? '';
  target.textContent = term;
}
