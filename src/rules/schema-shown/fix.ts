// Keeps the schema to itself.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Do not show the schema to whoever asks.', (text) => {
  const hidden = text.replace(/(\bintrospection\s*:\s*)true\b/, '$1false');
  return hidden === text ? null : hidden;
});
