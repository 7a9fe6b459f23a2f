// What the first fix of a rule brings into a file, for tests of fixes to the letter.
import { createEngine } from '../../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../../src/rules/index.ts';

const ENDINGS = { python: 'py', javascript: 'js', typescript: 'ts', go: 'go', java: 'java' } as const;

/** With all rules, ready for each language. */
export const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
for (const language of Object.keys(ENDINGS)) await engine.prepare(language);

/** The texts that the first fixes of a rule bring in; null where the rule finds nothing. */
export function brought(rule: string, language: keyof typeof ENDINGS, code: string): string | null {
  const { findings, fixes } = engine.analyze({
    code,
    language,
    path: `a.${ENDINGS[language]}`,
    files: [],
    suggest: true,
  });
  const at = findings.findIndex(({ ruleId }) => ruleId === rule);
  return at < 0 ? null : (fixes[at]?.[0]?.edits ?? []).map(({ text }) => text).join(' ~ ');
}
