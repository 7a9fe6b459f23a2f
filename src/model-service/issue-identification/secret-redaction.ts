// Secrets out of everything that is said about code. This is the one place where text that was made from code leaves the
// analysis, so that no message, trace, cache entry, stored answer, webhook or log has to think of it again.
import { SECRET_PATTERNS, writtenSecrets } from '../../rules/index.ts';
import { redact } from '../../security/index.ts';
import type { AnalysisOutcome } from '../model-service.ts';

const MASK = '[redacted]';
/** Long words, as every key is: all formats are tried on them alone. */
const CANDIDATE = /[\w\-.=+/~%:@]{16,1200}/g;

/** The text with every secret that has a known format replaced; for what people write, names and logs. */
export function redactSecrets(text: string): string {
  return redact(text).replace(CANDIDATE, (word) => {
    if (!/[0-9]/.test(word)) return word;
    return SECRET_PATTERNS.reduce((rest, pattern) => rest.replace(pattern, MASK), word);
  });
}

/**
 * The outcome without the secrets of these sources, by format and by the names that the sources give them. They are asked
 * for when something is said at all.
 */
export function withoutSecrets(
  outcome: Pick<AnalysisOutcome, 'issues' | 'suppressions' | 'explanations' | 'notices'>,
  sources: () => readonly string[],
): Pick<AnalysisOutcome, 'issues' | 'suppressions' | 'explanations' | 'notices'> {
  const clean = redactorOf(sources);
  return {
    issues: outcome.issues.map((issue) => ({
      ...issue,
      message: clean(issue.message),
      within: clean(issue.within),
      trace: issue.trace.map((step) => ({ ...step, message: clean(step.message) })),
      suggestions: issue.suggestions.filter(({ edits }) => edits.every(({ text }) => clean(text) === text)),
      suppressedBy: issue.suppressedBy === null ? null : clean(issue.suppressedBy),
    })),
    suppressions: outcome.suppressions.map((one) => withCleanTexts(one, clean)),
    explanations: outcome.explanations.map((one) => withCleanTexts(one, clean)),
    notices: outcome.notices.map(({ code, message }) => ({ code, message: clean(message) })),
  };
}

/** The sources are searched when the first text is to be cleaned: most answers say nothing. */
export function redactorOf(sources: () => readonly string[]): (text: string) => string {
  let secrets: readonly string[] | null = null;
  const cleaned = new Map<string, string>();
  return (text) => {
    if (text === '') return text;
    const known = cleaned.get(text);
    if (known !== undefined) return known;
    // Longer ones first: one may be part of another.
    secrets ??= [...new Set(sources().flatMap(writtenSecrets))].sort((a, b) => b.length - a.length);
    let clean = redactSecrets(text);
    for (const secret of secrets) clean = withoutWord(clean, secret);
    cleaned.set(text, clean);
    return clean;
  };
}

/** Replaces the word where it stands for itself, not as a part of a longer one. */
function withoutWord(text: string, word: string): string {
  let from = text.indexOf(word);
  if (from < 0) return text;
  let clean = '';
  let done = 0;
  for (; from >= 0; from = text.indexOf(word, from + word.length)) {
    const isPart = isWordCharacter(text[from - 1]) || isWordCharacter(text[from + word.length]);
    if (isPart) continue;
    clean += text.slice(done, from) + MASK;
    done = from + word.length;
  }
  return clean + text.slice(done);
}

const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /\w/.test(character);

/** Members that name things and say nothing. */
const NAMES: ReadonlySet<string> = new Set(['path', 'fingerprint', 'ruleId', 'style', 'reach', 'until', 'problem']);

/** Every text in a record that is a sentence or quotes code, at any depth. */
function withCleanTexts<Record>(record: Record, clean: (text: string) => string): Record {
  return JSON.parse(JSON.stringify(record), (key, value: unknown) =>
    typeof value === 'string' && !NAMES.has(key) ? clean(value) : value,
  );
}
