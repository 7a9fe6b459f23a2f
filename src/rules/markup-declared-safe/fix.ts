// Lets the template escape what the filter gives back.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Let templates escape what the filter gives back.', (text) =>
  /^@?\w+\.filter\([^()]*\bis_safe\s*=\s*True\b[^()]*\)$/.test(text)
    ? text.replace(/\bis_safe\s*=\s*True\b/, 'is_safe=False')
    : null,
);
