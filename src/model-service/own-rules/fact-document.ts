// Sources, sinks and sanitisers that users declare, in the format of the built-in library facts.
import {
  compileFacts,
  isLinearExpression,
  type LibraryFacts,
  validateLibraryFacts,
} from '../../analysis-engine/index.ts';
import type { OwnDocument, RuleProblem } from './own-documents.ts';
import { RULE_LIMITS } from './rule-limits.ts';
import { parsePlacedYaml, YamlError } from './yaml-places.ts';

/** Reads one document of facts; never throws. A list holds facts of several libraries. */
export function readFactDocument(document: OwnDocument): {
  readonly facts: readonly LibraryFacts[];
  readonly problems: readonly RuleProblem[];
} {
  const problem = (message: string, place: { line: number; column: number } | null = null) => ({
    facts: [],
    problems: [
      {
        document: document.name,
        line: place?.line ?? null,
        column: place?.column ?? null,
        ruleId: null,
        feature: 'facts',
        message,
      },
    ],
  });
  if (document.text.length > RULE_LIMITS.documentLength) return problem('The document is longer than a mebibyte.');
  try {
    const { value } = parsePlacedYaml(document.text);
    const entries = Array.isArray(value) ? value : [value];
    const facts = entries.map((entry) => ({ ...validateLibraryFacts(entry, document.name), file: document.name }));
    // Selectors are read when facts are compiled.
    for (const each of facts) compileFacts([each], each.language);
    const wrong = expressionsIn(entries).find((expression) => !isLinearExpression(expression));
    if (wrong !== undefined)
      return problem(`This expression is none, or could run for very long: ${wrong.slice(0, 200)}`);
    return { facts, problems: [] };
  } catch (error) {
    if (error instanceof YamlError) return problem(`This is no YAML: ${error.message}`, error.place);
    return problem(error instanceof Error ? error.message : String(error));
  }
}

/** Members of facts that are regular expressions. */
const EXPRESSION_KEYS: ReadonlySet<string> = new Set(['matches', 'starts', 'begins']);

function expressionsIn(facts: readonly unknown[]): string[] {
  const found: string[] = [];
  const open: unknown[] = [...facts];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, member] of Object.entries(next)) {
      if (EXPRESSION_KEYS.has(key) && typeof member === 'string') found.push(member);
      else if (member !== undefined && member !== null) open.push(member);
    }
  }
  return found;
}
