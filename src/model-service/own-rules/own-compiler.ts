// The user's documents, compiled for an engine once for as long as they stay the same.
import ignore from 'ignore';
import type { Engine, LibraryFacts, OwnKnowledge, Rule } from '../../analysis-engine/index.ts';
import { closest, RULE_LANGUAGES } from '../../analysis-engine/index.ts';
import { readFactDocument } from './fact-document.ts';
import type { OwnDocuments, RuleProblem } from './own-documents.ts';
import { type OwnRule, type RuleDocument, readRuleDocument } from './rule-document.ts';
import { RULE_LIMITS } from './rule-limits.ts';

/** A rule with the languages that it runs on here. */
export interface RunnableRule extends OwnRule {
  readonly runsOn: readonly string[];
}

export interface CompiledDocuments {
  readonly rules: readonly RunnableRule[];
  readonly facts: readonly LibraryFacts[];
  readonly problems: readonly RuleProblem[];
  /** what an engine takes for a file at this path: rules that leave it out are not in it */
  ownFor(path: string, isWanted: (ruleId: string) => boolean): OwnKnowledge;
}

/** Documents of so many tenants and projects are kept compiled. */
const KEPT = 32;

/** Compiles documents for this engine; equal digests are compiled once. */
export function createOwnCompiler(engine: Engine): (documents: OwnDocuments) => Promise<CompiledDocuments> {
  const known = new Map<string, Promise<CompiledDocuments>>();
  return (documents) => {
    const compiled = known.get(documents.digest) ?? compile(engine, documents);
    known.delete(documents.digest);
    known.set(documents.digest, compiled);
    // What failed is tried again.
    compiled.catch(() => known.delete(documents.digest));
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return compiled;
  };
}

async function compile(engine: Engine, documents: OwnDocuments): Promise<CompiledDocuments> {
  const problems: RuleProblem[] = [];
  const rules: RunnableRule[] = [];
  const ids = new Map<string, string>();
  for (const document of documents.rules) {
    const read = readRuleDocument(document);
    problems.push(...read.problems);
    for (const rule of read.rules) {
      const before = ids.get(rule.id);
      if (before !== undefined || ids.size >= RULE_LIMITS.rules) {
        const message = before === undefined ? 'There are too many rules.' : `${before} has a rule ${rule.id}, too.`;
        problems.push(problemOf(rule, read, 'id', 'id', message));
        continue;
      }
      ids.set(rule.id, document.name);
      const runsOn = await languagesItRunsOn(engine, rule, read, problems);
      if (runsOn.length > 0) rules.push({ ...rule, runsOn });
    }
  }
  const facts = documents.facts.map(readFactDocument);
  for (const each of facts) problems.push(...each.problems);
  return assembled(
    rules,
    facts.flatMap((each) => each.facts),
    problems,
  );
}

/** Problems are told of every language in which the patterns are not understood. */
async function languagesItRunsOn(
  engine: Engine,
  rule: OwnRule,
  read: RuleDocument,
  problems: RuleProblem[],
): Promise<string[]> {
  const runsOn: string[] = [];
  for (const language of rule.languages) {
    if (!RULE_LANGUAGES.includes(language)) {
      const near = closest(language, RULE_LANGUAGES);
      const hint = near === null ? '' : ` Did you mean ${near}?`;
      const message = `No patterns are matched in ${language}; they are in ${RULE_LANGUAGES.join(', ')}.${hint}`;
      problems.push(problemOf(rule, read, 'languages', `language ${language}`, message));
      continue;
    }
    const refusal = await engine.refusalOf({ ...rule.definition, languages: [language] }, language);
    if (refusal === null) runsOn.push(language);
    else problems.push(problemOf(rule, read, refusal.place, refusal.feature, refusal.message));
  }
  return runsOn;
}

function problemOf(rule: OwnRule, read: RuleDocument, path: string, feature: string, message: string): RuleProblem {
  return { document: rule.document, ...read.placeOf(rule.index, path), ruleId: rule.id, feature, message };
}

function assembled(
  rules: readonly RunnableRule[],
  facts: readonly LibraryFacts[],
  problems: readonly RuleProblem[],
): CompiledDocuments {
  const engineRules = rules.map(engineRuleOf);
  const applies = rules.map(({ paths }) => pathTest(paths));
  // The engine keeps what it compiles with the object that it is given: the same rules must be the same object.
  const knowledge = new Map<string, OwnKnowledge>();
  return {
    rules,
    facts,
    problems,
    ownFor(path, isWanted) {
      const chosen = engineRules.filter((rule, index) => applies[index](path) && isWanted(rule.id));
      const key = chosen.map(({ id }) => id).join('\n');
      const own = knowledge.get(key) ?? { rules: chosen, facts };
      if (knowledge.size >= KEPT) knowledge.clear();
      knowledge.set(key, own);
      return own;
    },
  };
}

function engineRuleOf({ id, message, severity, category, cwe, confidence, runsOn, definition }: RunnableRule): Rule {
  const patterns = [{ ...definition, languages: runsOn }];
  return { id, message, severity, category, cwe, languages: runsOn, confidence, patterns };
}

/** `paths` of a rule: globs as in .gitignore; what is included by name may be excluded again. */
function pathTest({ include, exclude }: OwnRule['paths']): (path: string) => boolean {
  const included = include.length === 0 ? null : ignore().add([...include]);
  const excluded = exclude.length === 0 ? null : ignore().add([...exclude]);
  return (path) => {
    // Above the project, or outside of it: there is nothing that globs could be counted from.
    const relative = path.replace(/^(?:\.{0,2}\/)+/, '');
    if (relative === '' || !ignore.isPathValid(relative)) return included === null;
    return (included === null || included.ignores(relative)) && !(excluded?.ignores(relative) ?? false);
  };
}
