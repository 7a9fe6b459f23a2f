// `if "../" in name: reject`: what a text can no longer do once it is known not to hold some other text.
import type { SinkKind } from '../facts/library-fact.ts';
import { sinkMask, type Taint } from './taint.ts';

/** Texts without which values of these sinks cannot leave the place that they are put in. */
const NEEDED: readonly (readonly [RegExp, readonly SinkKind[]])[] = [
  [/^(\.\.[/\\]?|\.?[/\\])$/, ['path']],
  [/^['"]$/, ['sql', 'xpath']],
  [/^<$/, ['html']],
  [/^(\r|\n|\r\n)$/, ['header', 'log']],
];

/** The same where a slice of a text, `x[1:-1]`, holds no quote: whoever looks between the first and the last checks a literal. */
export function harmlessInside(text: string): Taint {
  return /^['"]$/.test(text) ? harmlessWithout(text) | sinkMask(['code']) : 0;
}

/** The same once every occurrence of the text has been replaced: removing `../` from `....//` leaves another one. */
export function harmlessAfterReplacing(text: string): Taint {
  return text.length === 1 || text === '..' ? harmlessWithout(text) : 0;
}

/** Sink kinds for which a value without this text is harmless; 0 when the text says nothing. */
export function harmlessWithout(text: string): Taint {
  let mask = 0;
  for (const [pattern, sinks] of NEEDED) if (pattern.test(text)) mask |= sinkMask(sinks);
  return mask;
}
