// What a rule says of itself, in the Semgrep rule language's words, to the words of ours.
import { type Category, canonicalLanguageId, SEVERITIES, type Severity } from '../../contract/index.ts';

type Fields = Readonly<Record<string, unknown>>;

const SEVERITY_NAMES: Readonly<Record<string, Severity>> = {
  ...Object.fromEntries(SEVERITIES.map((severity) => [severity.toUpperCase(), severity])),
  ERROR: 'high',
  WARNING: 'medium',
  // Theirs is another word for LOW.
  INFO: 'low',
  INVENTORY: 'info',
  EXPERIMENT: 'info',
};

/** What a table has under a text; names that every object has are in no table. */
function named<Meaning>(
  table: Readonly<Record<string, Meaning>>,
  value: unknown,
  spell: (text: string) => string,
): Meaning | null {
  if (typeof value !== 'string') return null;
  const name = spell(value);
  return Object.hasOwn(table, name) ? table[name] : null;
}

/** null for a word that is none. */
export function severityOf(value: unknown): Severity | null {
  return named(SEVERITY_NAMES, value, (text) => text.toUpperCase());
}

const CATEGORY_NAMES: Readonly<Record<string, Category>> = {
  security: 'security',
  correctness: 'bug',
  bug: 'bug',
  performance: 'performance',
  'best-practice': 'maintainability',
  maintainability: 'maintainability',
  portability: 'maintainability',
  compatibility: 'maintainability',
  compat: 'maintainability',
  style: 'style',
};

/** Rules about a weakness are about security, whatever else they leave unsaid. */
export function categoryOf(metadata: Fields): Category {
  const category = named(CATEGORY_NAMES, metadata.category, (text) => text.toLowerCase());
  return category ?? (weaknessesOf(metadata).length > 0 ? 'security' : 'bug');
}

/** `CWE-89` out of `CWE-89: Improper …`, one or a list. */
export function weaknessesOf(metadata: Fields): string[] {
  const given = Array.isArray(metadata.cwe) ? metadata.cwe : [metadata.cwe];
  const found = given.flatMap((each) => {
    const number = typeof each === 'string' ? /CWE[-\s]?(\d{1,5})/i.exec(each)?.[1] : undefined;
    return number === undefined ? [] : [`CWE-${Number(number)}`];
  });
  return [...new Set(found)];
}

/** How sure a finding is before anyone has judged one: authors say HIGH, MEDIUM or LOW. */
const CONFIDENCE: Readonly<Record<string, number>> = { HIGH: 0.9, MEDIUM: 0.7, LOW: 0.5 };
const UNSAID = 0.7;

export function confidenceOf(metadata: Fields): number {
  return named(CONFIDENCE, metadata.confidence, (text) => text.toUpperCase()) ?? UNSAID;
}

const LONGEST_REFERENCE = 500;

/** The first web address of `source` and `references`. */
export function referenceOf(metadata: Fields): string | null {
  const given = [
    metadata.source,
    ...(Array.isArray(metadata.references) ? metadata.references : [metadata.references]),
  ];
  const isAddress = (each: unknown): each is string =>
    typeof each === 'string' && each.length <= LONGEST_REFERENCE && /^https?:\/\/\S+$/.test(each) && URL.canParse(each);
  return given.find(isAddress) ?? null;
}

/** Ids of languages in the order given, each once. */
export function languagesOf(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every((each) => typeof each === 'string')) return null;
  return [...new Set(value.map((each) => canonicalLanguageId(each === 'python2' ? 'python' : each)))];
}

/** Globs of `paths.include` and `paths.exclude`; null where they are not lists of texts. */
export function pathsOf(value: unknown): { readonly include: string[]; readonly exclude: string[] } | null {
  if (value === undefined || value === null) return { include: [], exclude: [] };
  const { include = [], exclude = [] } = value as Record<string, unknown>;
  return isTexts(include) && isTexts(exclude) ? { include, exclude } : null;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
