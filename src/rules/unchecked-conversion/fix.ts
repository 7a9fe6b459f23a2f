// Asks for the texts that mean yes; what a number may be only the program knows.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Take the texts that mean yes for true, and any other for false.', (text) => {
  const given = /^bool\(([\w.]+(?:\[[\w"'.]+\]|\.get\([\w"']+(?:, *["'\w]*)?\))?)\)$/.exec(text);
  return given === null ? null : `(str(${given[1]}).lower() in ("1", "on", "true", "yes"))`;
});
