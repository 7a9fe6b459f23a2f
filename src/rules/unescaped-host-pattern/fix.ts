// Escapes the dots of the host.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Escape the dots: one without a backslash stands for any character.', (text) => {
  const escaped = text.replaceAll(/(\w)\.(?=\w)/g, text.startsWith('/') ? '$1\\.' : '$1\\\\.');
  return escaped === text ? null : escaped;
});
