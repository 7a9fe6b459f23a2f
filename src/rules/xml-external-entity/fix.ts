// Turns off entities from elsewhere, where documents are read.
import { codeAround, type Fix } from '../../analysis-engine/index.ts';

export const fix: Fix = (context) => {
  const { code } = codeAround(context);
  // A builder that only makes empty documents reads none.
  if (/\.newDocument\(\)/.test(code) && !/\.parse\(/.test(code)) return [];
  return context.repairs.at('xml', context);
};
