// Texts as addresses: whoever chooses only what stands behind the host cannot choose the host.
import { SOURCE_KINDS } from '../facts/library-fact.ts';
import { sinkMask, sourceMask, withoutSinks } from './taint.ts';
import { constantOf, constantsValue, type Value, withTaint } from './value.ts';

const ADDRESS_SINKS = sinkMask(['redirect', 'url']);

/** Whoever starts the program, or calls the function, may say which service it asks. */
const SETTINGS = sourceMask(['environment', 'parameter']);
const ALL_SOURCES = sourceMask(SOURCE_KINDS);

/** Stands for a part that is not known but comes from nobody outside: mostly a base address from the settings. */
const TRUSTED = '\u0001';

/** A beginning that fixes the host: `https://host/`, `//host/`, `/path` of the same site, anything up to a query. */
const FIXES_HOST = /^\u0001|^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#]*\u0001|[^/?#]+[/?#])|^\/[^/\\]|[?#]/i;

/** The same of a text made by a pattern, whose first placeholder stands for the first of the other parts. */
export function behindHostOfPattern(whole: Value, pattern: string, parts: readonly Value[]): Value {
  const beginning = /^[^%{]*/.exec(pattern)?.[0] ?? '';
  return behindHost(whole, [constantsValue([beginning]), ...parts]);
}

/** `whole`, put together from `parts`, without what the first parts make impossible. */
export function behindHost(whole: Value, parts: readonly Value[]): Value {
  if ((whole.taint & ADDRESS_SINKS) === 0) return whole;
  const isFromOutside = (whole.taint & ~SETTINGS & ALL_SOURCES) !== 0;
  let beginning = '';
  for (const part of parts) {
    const decides = (part.deepTaint & ADDRESS_SINKS) !== 0;
    if (decides && (part.deepTaint & (isFromOutside ? ~SETTINGS : ~0) & ALL_SOURCES) !== 0) break;
    beginning += constantOf(part) ?? TRUSTED;
  }
  if (beginning === '' || !FIXES_HOST.test(beginning)) return whole;
  const taint = withoutSinks(whole.taint, ADDRESS_SINKS);
  return withTaint(whole, taint, taint === 0 ? null : whole.trace);
}
