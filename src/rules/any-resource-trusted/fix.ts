// Leaves the own host on the list.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Load templates from the own host only.', (text) => {
  const list = /^([\w$.]+\(\[)\s*(["'])\*\*\2\s*(\]\))$/.exec(text);
  return list === null ? null : `${list[1]}${list[2]}self${list[2]}${list[3]}`;
});
