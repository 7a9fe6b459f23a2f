// A document of rules that a client sent, checked by the model service and told with the places in it.
import type { RuleCheck } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import {
  type AnnotatedFile,
  type CheckedDocuments,
  type ModelService,
  ownDocuments,
  testRules,
} from '../../model-service/index.ts';

const NAME = 'document';

export async function checkRules(
  model: ModelService,
  document: string,
  files: readonly AnnotatedFile[],
  signal: AbortSignal,
): Promise<RuleCheck> {
  const documents = ownDocuments([{ name: NAME, text: document }], []);
  const { rules, problems } = await model.checkDocuments(documents, { signal });
  const tests = await testRules(model, documents, files, signal);
  return {
    rules: rules.map(({ id, severity, runsOn }) => ({ rule_id: id, severity, languages: [...runsOn] })),
    problems: problems.map(({ ruleId, line, column, feature, message }) => ({
      rule_id: ruleId,
      line,
      column,
      feature,
      message,
    })),
    tests: tests.map(({ ruleId, missed, unexpected, ...test }) => ({
      ...test,
      rule_id: ruleId,
      missed: [...missed],
      unexpected: [...unexpected],
      passed: missed.length + unexpected.length === 0,
    })),
  };
}

/** The rules of a document of which everything can run. Throws AssayError `invalid_rule` with every place. */
export async function readableRules(model: ModelService, document: string): Promise<CheckedDocuments['rules']> {
  const { rules, problems } = await model.checkDocuments(ownDocuments([{ name: NAME, text: document }], []));
  if (problems.length > 0) {
    const errors = problems.map(({ line, column, ruleId, message }) => {
      const place = line === null ? '' : `line ${line}, column ${column}: `;
      return { path: '/document', message: `${place}${ruleId === null ? '' : `${ruleId}: `}${message}` };
    });
    throw new AssayError('invalid_rule', { detail: errors[0].message, errors });
  }
  if (rules.length === 0) throw new AssayError('invalid_rule', { detail: 'The document holds no rule.' });
  return rules;
}
