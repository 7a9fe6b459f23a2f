// The door of users' own rules and facts.
export { type CompiledDocuments, createOwnCompiler, type RunnableRule } from './own-compiler.ts';
export {
  joinedDocuments,
  NO_OWN_DOCUMENTS,
  type OwnDocument,
  type OwnDocuments,
  ownDocuments,
  type RuleProblem,
} from './own-documents.ts';
export { readRuleDocument } from './rule-document.ts';
export { type AnnotatedFile, type RuleTest, testRules } from './rule-tests.ts';
