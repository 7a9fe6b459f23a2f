// Refuses tokens that have expired.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Refuse tokens that have expired.', (text, { source, start }) => {
  // The setting alone is found, or the call that it is given to.
  if (text === 'true') return /\bignoreExpiration['"]?\s*:\s*$/.test(source.slice(0, start)) ? 'false' : null;
  const checked = text
    .replace(/(\bignoreExpiration\s*:\s*)true\b/, '$1false')
    .replace(/((['"])verify_exp\2\s*:\s*)False\b/, '$1True');
  return checked === text ? null : checked;
});
