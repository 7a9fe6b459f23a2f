// Taint as one integer: a bit for each kind of source it came from, a bit for each kind of sink it is still dangerous for.
// Join is OR, a sanitiser clears sink bits, and all rules share one pass.
import { SINK_KINDS, type SinkKind, SOURCE_KINDS, type SourceKind } from '../facts/library-fact.ts';

/** Bits of `SOURCE_KINDS` from bit 0, then those of `SINK_KINDS`. 0 is clean. */
export type Taint = number;

const SOURCE_BITS = new Map<string, number>(SOURCE_KINDS.map((kind, index) => [kind, 1 << index]));
const SINK_BITS = new Map<string, number>(SINK_KINDS.map((kind, index) => [kind, 1 << (SOURCE_KINDS.length + index)]));

export const SINK_BITS_BY_KIND: ReadonlyMap<SinkKind, number> = new Map(
  SINK_KINDS.map((kind) => [kind, SINK_BITS.get(kind) ?? 0]),
);

export const ALL_SINKS = ((1 << SINK_KINDS.length) - 1) << SOURCE_KINDS.length;

export const sourceBit = (kind: SourceKind): Taint => SOURCE_BITS.get(kind) ?? 0;
export const sinkBit = (kind: SinkKind): Taint => SINK_BITS.get(kind) ?? 0;

export const PARAMETER = sourceBit('parameter');
/** What a number can still be dangerous for: it cannot carry quotes or slashes, but it can be predictable. */
export const NUMERIC_SINKS = sinkBit('secret-use') | sinkBit('mass-assignment');
/** Sizes and counts: what a number from outside stays dangerous for until it is compared with a bound. */
export const ALLOCATION = sinkBit('allocation');

/** Taint of a source, dangerous for everything or for the given kinds. */
export function taintOf(source: SourceKind, dangerousFor?: readonly SinkKind[]): Taint {
  return sourceBit(source) | (dangerousFor ? sinkMask(dangerousFor) : ALL_SINKS);
}

/** Sink bits of the given kinds; `all` means every kind. */
export function sinkMask(kinds: readonly (SinkKind | 'all')[]): Taint {
  let mask = 0;
  for (const kind of kinds) mask |= kind === 'all' ? ALL_SINKS : sinkBit(kind);
  return mask;
}

export function sourceMask(kinds: readonly SourceKind[]): Taint {
  let mask = 0;
  for (const kind of kinds) mask |= sourceBit(kind);
  return mask;
}

/** The taint without these sink bits; nothing is left of it when it is dangerous for nothing any more. */
export function withoutSinks(taint: Taint, sinks: Taint): Taint {
  const left = taint & ~sinks;
  return (left & ALL_SINKS) === 0 ? 0 : left;
}

/** Whether taint of one of `sources` is dangerous for one of `sinks`; both are masks. */
export function isDangerous(taint: Taint, sources: Taint, sinks: Taint): boolean {
  return (taint & sources) !== 0 && (taint & sinks) !== 0;
}

export function sourceKindsOf(taint: Taint): SourceKind[] {
  return SOURCE_KINDS.filter((kind) => (taint & sourceBit(kind)) !== 0);
}
