// `fix-regex` of a pattern rule: a regular expression over the code that was found, with what its matches become.
import { LIMITS } from '../limits.ts';
import { compileRegex } from '../pattern-rules/index.ts';
import type { PatternCondition } from '../rule.ts';
import type { FixCandidate } from './fix.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

interface RegexFix {
  readonly regex: string;
  readonly replacement: string;
  /** of matches from the left; absent: all */
  readonly count?: number;
}

/** The candidate for what stands in a range; none where the expression is not understood or matches nothing. */
export function regexFixes(
  patterns: readonly PatternCondition[],
  source: string,
  { start, end }: { readonly start: number; readonly end: number },
): FixCandidate[] {
  return patterns.flatMap((pattern) => {
    const fix = pattern['fix-regex'];
    if (!isRegexFix(fix)) return [];
    const code = source.slice(start, end);
    const text = replaced(code, fix);
    if (text === null || text === code) return [];
    return [{ description: 'Write it the way the rule says.', edits: [{ start, end, text }] }];
  });
}

function replaced(code: string, { regex, replacement, count = Number.POSITIVE_INFINITY }: RegexFix): string | null {
  let text = '';
  let from = 0;
  try {
    for (const match of compileRegex(regex, true).all(code, LIMITS.regexMatches).slice(0, count)) {
      text += code.slice(from, match.start) + filled(replacement, code, match);
      from = match.end;
    }
  } catch {
    // What the language's own expressions can say and ours cannot.
    return null;
  }
  return text + code.slice(from);
}

/** `\1` and `\g<1>` stand for groups, `\\` for a backslash. */
function filled(
  replacement: string,
  code: string,
  {
    start,
    end,
    groups,
  }: { readonly start: number; readonly end: number; readonly groups: readonly (Span | undefined)[] },
): string {
  return replacement.replaceAll(/\\(?:(\d{1,2})|g<(\d{1,2})>|(\\))/g, (whole, short, long, backslash) => {
    if (backslash !== undefined) return '\\';
    const number = Number(short ?? long);
    if (number === 0) return code.slice(start, end);
    const group = groups[number - 1];
    if (number > groups.length) return whole;
    return group === undefined ? '' : code.slice(group.start, group.end);
  });
}

function isRegexFix(value: unknown): value is RegexFix {
  const { regex, replacement, count } = (value ?? {}) as Record<string, unknown>;
  const counts = count === undefined || (Number.isInteger(count) && Number(count) > 0);
  return typeof regex === 'string' && typeof replacement === 'string' && counts;
}
