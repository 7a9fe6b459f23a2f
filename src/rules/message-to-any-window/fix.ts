// Sends messages to pages of this origin only, unless the page in a frame may be of another.
import { repairsWhere } from '../../analysis-engine/index.ts';

export const fix = repairsWhere(
  'posted-message',
  ({ source, start, end }) =>
    !/contentWindow|\bparent\b|iframe|globalThis/i.test(source.slice(start, end)) &&
    !/webview|sandbox|vscode|chrome\.|browser\.runtime/i.test(source),
);
