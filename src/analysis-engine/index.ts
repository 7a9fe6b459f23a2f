// The door of the analysis engine.

export { closest } from './closest-name.ts';
export { sha256 } from './digest.ts';
export { createEngine, ENGINE_VERSION, type Engine, type EngineOptions, type RuleSelection } from './engine.ts';
export { EVIDENCE_KINDS } from './evidence-nearby.ts';
export type {
  Explanation,
  ExplanationRequest,
  ExplanationStep,
  FactOrigin,
} from './explanation/explanation.ts';
export { compileFacts } from './facts/compile.ts';
export { validateLibraryFacts } from './facts/fact-schema.ts';
export { type LibraryFacts, SINK_KINDS, type SinkKind, SOURCE_KINDS, type SourceKind } from './facts/library-fact.ts';
export { fileHolds, wordsInFile } from './file-questions.ts';
export type { EngineRequest, EngineResult, Finding, MendRequest, SourceRange, TraceEntry } from './finding.ts';
export { awaitedCall } from './fixes/await-fix.ts';
export {
  blockEndOf,
  indentationAt,
  indentationUnit,
  isAloneInBranch,
  lineEndOf,
  linesAfter,
  linesBefore,
  removalOf,
  statementAround,
  withBlankLines,
} from './fixes/code-style.ts';
export { commandFix } from './fixes/command-fix.ts';
export { encodingFix, fileNameFix, partsFix } from './fixes/encoding.ts';
export { passwordFromEnvironment, secretFromEnvironment } from './fixes/environment-fix.ts';
export { callIn } from './fixes/expressions.ts';
export type {
  Fix,
  FixCandidate,
  FixContext,
  TextEdit,
  VerifiedFix,
} from './fixes/fix.ts';
export { type FixKind, type FixPreference, type FixSize, fixKind } from './fixes/fix-kind.ts';
export { fixedFormat } from './fixes/format-fix.ts';
export { givesOnlyValue, isLook } from './fixes/known-names.ts';
export { calledName } from './fixes/program-outline.ts';
export { parameterisedQuery } from './fixes/query-fix.ts';
export { redirectFix } from './fixes/redirect-fix.ts';
export { rewritten } from './fixes/rewriting.ts';
export { branchAround, codeAround, namesAround, repairsWhere } from './fixes/surroundings.ts';
export { templateVariables } from './fixes/template-fix.ts';
export { minimalEdit, overlaps } from './fixes/text-edits.ts';
export {
  around,
  calleeOf,
  codeKey,
  conditionsOf,
  type DeadStore,
  deadStoresOf,
  hasSameCode,
  type ItemOf,
  isNamedOnce,
  isParenthesised,
  isPure,
  isSameCode,
  isSamePlace,
  neverEnds,
  nullTestOf,
  operationsOf,
  type Sighting,
  type StepList,
  sightingsOf,
  stepListsOf,
  usedVariables,
  type VariableUse,
  variablesOf,
  variableUse,
  writtenSlots,
} from './inspection/index.ts';
export type {
  Annotation,
  Argument,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Program,
  Step,
  Target,
  Variable,
} from './ir.ts';
export { visitChildren } from './ir-children.ts';
export { printProgram } from './ir-printer.ts';
export { languageOfPath } from './language-of-path.ts';
export { LIMITS as ENGINE_LIMITS } from './limits.ts';
export { SUPPORTED_LANGUAGES } from './lowering/front-ends.ts';
export type { OwnKnowledge } from './own-knowledge.ts';
export { isStringLiteral, kindSet, nodesOf } from './parsing/kind-sets.ts';
export { lineIndexOf } from './parsing/line-index.ts';
export { lineOf } from './parsing/node-lines.ts';
export {
  childByField,
  endOf,
  fieldOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nearestOfKind,
  nextOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  startOf,
  textOf,
} from './parsing/syntax-tree.ts';
export { isLinearExpression } from './pattern-rules/index.ts';
export {
  createDependencyGraph,
  type DependencyGraph,
  manifestsFor,
  meaningForOthers,
} from './project/dependency-graph.ts';
export { baseOfFingerprint, type DefectIdentity, recognise } from './recognition.ts';
export { ambiguousPatternsOf, literalPattern } from './regex/index.ts';
export {
  type Check,
  type CheckContext,
  type CheckFinding,
  EVENT_KINDS,
  type FlowEvent,
  type PatternCondition,
  type Rule,
} from './rule.ts';
export { RULE_LANGUAGES } from './rule-languages.ts';
export type { SuppressionProblem, SuppressionRecord } from './suppressions/suppression.ts';
