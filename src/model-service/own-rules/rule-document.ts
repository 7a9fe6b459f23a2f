// A document of rules in the Semgrep rule language to rules of ours; what cannot run is refused with its place.
import type { Category, Severity } from '../../contract/index.ts';
import { BUILT_IN_RULES } from '../../rules/index.ts';
import type { OwnDocument, RuleProblem } from './own-documents.ts';
import {
  categoryOf,
  confidenceOf,
  languagesOf,
  pathsOf,
  referenceOf,
  severityOf,
  weaknessesOf,
} from './rule-fields.ts';
import { RULE_LIMITS } from './rule-limits.ts';
import { writtenSize } from './written-size.ts';
import { type PlacedYaml, parsePlacedYaml, YamlError } from './yaml-places.ts';

/** A rule that was read; whether its patterns are understood is for the engine to say. */
export interface OwnRule {
  readonly id: string;
  readonly message: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly cwe: readonly string[];
  readonly confidence: number;
  /** a page about it, or null */
  readonly reference: string | null;
  readonly languages: readonly string[];
  readonly paths: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  /** the rule as it is written */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly document: string;
  /** its number in the document */
  readonly index: number;
}

export interface RuleDocument {
  readonly rules: readonly OwnRule[];
  readonly problems: readonly RuleProblem[];
  /** the place of something in the rule at an index, by its path: `patterns[1].pattern` */
  placeOf(index: number, path: string): { readonly line: number; readonly column: number };
}

const ID = /^[A-Za-z0-9][\w.-]{0,199}$/;
const BUILT_IN: ReadonlySet<string> = new Set(BUILT_IN_RULES.map(({ id }) => id));

/** Reads one document; never throws. */
export function readRuleDocument(document: OwnDocument): RuleDocument {
  const problems: RuleProblem[] = [];
  const yaml = openDocument(document, problems);
  if (yaml === null) return { rules: [], problems, placeOf: () => ({ line: 1, column: 1 }) };
  const entries = (yaml.value as { rules?: unknown } | null)?.rules;
  if (!Array.isArray(entries)) {
    problems.push(problemAt(document, yaml, ['rules'], null, 'shape', 'A document of rules has a list under `rules`.'));
  }
  const rules: OwnRule[] = [];
  const seen = new Set<string>();
  let left: number = RULE_LIMITS.rulesSize;
  for (const [index, entry] of (Array.isArray(entries) ? entries : []).slice(0, RULE_LIMITS.rules).entries()) {
    const size = writtenSize(entry, Math.min(RULE_LIMITS.ruleSize, left));
    left -= size;
    if (size >= RULE_LIMITS.ruleSize || left <= 0) {
      const message = 'The rule, or the document up to it, is too large once its aliases are written out.';
      problems.push(problemAt(document, yaml, ['rules', index], null, 'size', message));
      break;
    }
    const rule = readRule(entry, index, document, (path, feature, message) => {
      const id = typeof entry?.id === 'string' ? entry.id : null;
      if (problems.length < RULE_LIMITS.problems)
        problems.push(problemAt(document, yaml, ['rules', index, ...path], id, feature, message));
    });
    if (rule === null) continue;
    if (seen.has(rule.id)) {
      problems.push(
        problemAt(document, yaml, ['rules', index, 'id'], rule.id, 'id', `There are two rules ${rule.id}.`),
      );
      continue;
    }
    seen.add(rule.id);
    rules.push(rule);
  }
  return { rules, problems, placeOf: (index, path) => yaml.placeOf(['rules', index, ...stepsOf(path)]) };
}

function openDocument(document: OwnDocument, problems: RuleProblem[]): PlacedYaml | null {
  const whole = { document: document.name, line: null, column: null, ruleId: null };
  if (document.text.length > RULE_LIMITS.documentLength) {
    problems.push({ ...whole, feature: 'size', message: 'The document is longer than a mebibyte.' });
    return null;
  }
  try {
    return parsePlacedYaml(document.text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const place = { line: error.place?.line ?? null, column: error.place?.column ?? null };
    problems.push({ ...whole, ...place, feature: 'yaml', message: `This is no YAML: ${error.message}` });
    return null;
  }
}

type Refuse = (path: readonly (string | number)[], feature: string, message: string) => void;

function readRule(entry: unknown, index: number, document: OwnDocument, refuse: Refuse): OwnRule | null {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    refuse([], 'shape', 'A rule is an object.');
    return null;
  }
  const definition = entry as Readonly<Record<string, unknown>>;
  const { id, message } = definition;
  const metadata = metadataOf(definition);
  const severity = severityOf(definition.severity);
  const languages = languagesOf(definition.languages);
  const paths = pathsOf(definition.paths);
  const before = { refused: false };
  const check = (holds: boolean, field: string, words: string) => {
    if (holds) return;
    before.refused = true;
    refuse([field], field, words);
  };
  const known = typeof id === 'string' && BUILT_IN.has(id);
  check(typeof id === 'string' && ID.test(id), 'id', 'An id is made of letters, digits, dots, dashes and underscores.');
  check(!known, 'id', `${String(id)} is the id of a built-in rule.`);
  const hasMessage = typeof message === 'string' && message.trim() !== '' && message.length < RULE_LIMITS.messageLength;
  check(hasMessage, 'message', 'A rule has a `message` that says what is wrong.');
  check(
    severity !== null,
    'severity',
    'A rule has a `severity`: one of ERROR, WARNING, INFO, CRITICAL, HIGH, MEDIUM, LOW.',
  );
  check(languages !== null, 'languages', 'A rule has a list of `languages`, as in [python].');
  check(paths !== null, 'paths', '`paths` holds lists of globs under `include` and `exclude`.');
  if (before.refused || severity === null || languages === null || paths === null) return null;
  return {
    id: String(id),
    message: String(message).trim(),
    severity,
    category: categoryOf(metadata),
    cwe: weaknessesOf(metadata),
    confidence: confidenceOf(metadata),
    reference: referenceOf(metadata) ?? document.helpUrl ?? null,
    languages,
    paths,
    definition,
    document: document.name,
    index,
  };
}

function metadataOf({ metadata }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>) : {};
}

function problemAt(
  { name }: OwnDocument,
  yaml: PlacedYaml,
  path: readonly (string | number)[],
  ruleId: string | null,
  feature: string,
  message: string,
): RuleProblem {
  return { document: name, ...yaml.placeOf(path), ruleId, feature, message };
}

/** `patterns[1].pattern` as keys and indexes. */
function stepsOf(path: string): (string | number)[] {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
