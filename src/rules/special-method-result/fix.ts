// Gives what Python asks the method for, where the value says what that is.
import { codeAround, rewritten } from '../../analysis-engine/index.ts';

const TRUTH: ReadonlyMap<string, string> = new Map([
  ['0', 'False'],
  ['1', 'True'],
  ['None', 'False'],
]);

export const fix = rewritten('Return what Python expects of the method.', (text, context) => {
  switch (codeAround(context).functionName) {
    case '__bool__':
      return TRUTH.get(text) ?? (/^["'[{(]/.test(text) ? `bool(${text})` : null);
    case '__str__':
    case '__repr__':
      return /^[\d.]+$/.test(text) ? `"${text}"` : null;
    case '__float__':
      return /^\d+$/.test(text) ? `${text}.0` : null;
    case '__bytes__':
      return /^["']/.test(text) ? `${text}.encode()` : null;
    case '__getnewargs__':
      return /^\[.*\]$/s.test(text) ? `tuple(${text})` : null;
    default:
      return null;
  }
});
