// The names of a grammar's node kinds and fields, in the shape that trees share.
import type { Language } from 'web-tree-sitter';
import type { Grammar } from './syntax-tree.ts';

/** What tree-sitter calls the kind of an ERROR node; trees carry `Grammar.errorKind` instead, which indexes `kinds`. */
export const ERROR_SYMBOL = 0xffff;

/** Kinds keep the ids of the grammar; hidden ones have an empty name; ERROR is appended as the last. */
export function describeGrammar(name: string, language: Language): Grammar {
  const errorKind = language.nodeTypeCount;
  const kinds = Array.from({ length: errorKind }, (_, id) => language.types[id] ?? '');
  kinds.push('ERROR');
  const named = new Uint8Array(kinds.length);
  const kindIds = new Map<string, number[]>();
  kinds.forEach((kind, id) => {
    if (id !== errorKind && !language.nodeTypeIsNamed(id)) return;
    named[id] = 1;
    kindIds.set(kind, [...(kindIds.get(kind) ?? []), id]);
  });
  const fields = language.fields.map((field) => field ?? '');
  const fieldIds = new Map(fields.map((field, id) => [field, id] as const).filter(([field]) => field !== ''));
  return { name, kinds, named, fields, kindIds, fieldIds, errorKind };
}
