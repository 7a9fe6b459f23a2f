// Turns off entities from elsewhere, where documents are read.
import { codeAround, type Fix } from '../../analysis-engine/index.ts';

/** Who checks documents against their type, or resolves entities, needs both. */
const NEEDS_THEM =
  /setValidating\(true\)|setExpandEntityReferences\(true\)|\bEntityResolver|resolveEntity|<!DOCTYPE|\.dtd\b/;

export const fix: Fix = (context) => {
  const { code, head } = codeAround(context);
  // What is given belongs to the caller.
  const receiver = /^\s*(\w+)\s*\./.exec(context.source.slice(context.start, context.end))?.[1];
  if (receiver !== undefined && new RegExp(`[\\w>]\\s+${receiver}\\s*[,)]`).test(head)) return [];
  // A builder that only makes empty documents reads none.
  if (/\.newDocument\(\)/.test(code) && !/\.parse\(/.test(code)) return [];
  if (NEEDS_THEM.test(context.source)) return [];
  return context.repairs.at('xml', context);
};
