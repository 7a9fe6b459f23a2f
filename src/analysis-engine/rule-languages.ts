// Which rules are meant for a file: those of its language, and those for text of any kind.
import { SUPPORTED_LANGUAGES } from './lowering/front-ends.ts';
import type { PatternCondition, Rule } from './rule.ts';

/** What rules for any text call its language: words and signs, or regular expressions only. */
export const TEXT_LANGUAGES: readonly string[] = ['generic', 'regex'];

/** Languages that rules with patterns may name. */
export const RULE_LANGUAGES: readonly string[] = [...SUPPORTED_LANGUAGES, ...TEXT_LANGUAGES];

const isForText = (languages: readonly string[]): boolean => languages.some((name) => TEXT_LANGUAGES.includes(name));

/** Whether a rule speaks of files of a language; one that names none speaks of all. */
export function speaksOf({ languages }: Pick<Rule, 'languages'>, language: string): boolean {
  return languages.length === 0 || languages.includes(language) || isForText(languages);
}

/** The language that the patterns of a condition are read in for files of a language; null when they are for others. */
export function patternLanguage(
  { languages }: Pick<PatternCondition, 'languages'>,
  language: string,
  nameOf: (name: string) => string,
): string | null {
  if (languages.some((name) => nameOf(name) === language)) return language;
  return TEXT_LANGUAGES.find((name) => languages.includes(name)) ?? null;
}
