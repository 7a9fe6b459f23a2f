// Turns off entities from elsewhere, where documents are read.
import { codeAround, type Fix } from '../../analysis-engine/index.ts';

/** Who checks documents against their type, or resolves entities, needs both. */
const NEEDS_THEM =
  /setValidating\(true\)|setExpandEntityReferences\(true\)|\bEntityResolver|resolveEntity|<!DOCTYPE|\.dtd\b/;

export const fix: Fix = (context) => {
  const { code } = codeAround(context);
  // A builder that only makes empty documents reads none.
  if (/\.newDocument\(\)/.test(code) && !/\.parse\(/.test(code)) return [];
  if (NEEDS_THEM.test(context.source)) return [];
  return context.repairs.at('xml', context);
};
