// A YAML text with the place of each value in it, so that what is wrong can be shown where it is written.
import { isAlias, isMap, isPair, isSeq, LineCounter, parseDocument } from 'yaml';
import { RULE_LIMITS } from './rule-limits.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlacedYaml {
  readonly value: unknown;
  /** of what stands under a path of keys and indexes, or of the nearest thing above it */
  placeOf(path: readonly (string | number)[]): Place;
}

/** A text that is no YAML. */
export class YamlError extends Error {
  readonly place: Place | null;

  constructor(message: string, place: Place | null) {
    super(message);
    this.name = 'YamlError';
    this.place = place;
  }
}

/** Parses one document. Throws YamlError with the place; aliases are bounded, tags make no objects. */
export function parsePlacedYaml(text: string): PlacedYaml {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) throw new YamlError(error.message, at(error.pos[0]));
  return {
    value: plainValueOf(document),
    placeOf(path) {
      let node: unknown = document.contents;
      let place = at(0);
      for (const key of path) {
        if (isAlias(node)) node = node.resolve(document);
        const next = childOf(node, key);
        if (next === undefined) break;
        node = next.node;
        if (next.offset !== null) place = at(next.offset);
      }
      return place;
    },
  };
}

function plainValueOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: RULE_LIMITS.aliases });
  } catch (error) {
    throw new YamlError(error instanceof Error ? error.message : String(error), null);
  }
}

function childOf(node: unknown, key: string | number): { node: unknown; offset: number | null } | undefined {
  if (isSeq(node)) {
    const item: unknown = node.items[Number(key)];
    return item === undefined ? undefined : { node: item, offset: offsetOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && String(item.key) === String(key));
  return pair === undefined ? undefined : { node: pair.value, offset: offsetOf(pair.key) ?? offsetOf(pair.value) };
}

function offsetOf(node: unknown): number | null {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? null;
}
