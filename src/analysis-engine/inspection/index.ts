// The door of what checks see of a program besides its syntax tree: IR by kind, variables, equal and pure code.

export { calleeOf } from './callees.ts';
export { type Condition, conditionsOf } from './conditions.ts';
export { type DeadStore, deadStoresOf } from './liveness.ts';
export { nullTestOf, usedVariables, writtenSlots } from './null-tests.ts';
export { isPure } from './purity.ts';
export { codeKey, hasSameCode, isParenthesised, isSameCode } from './same-code.ts';
export { isSamePlace } from './same-expression.ts';
export { around, type ItemOf, operationsOf, type Sighting, sightingsOf } from './sightings.ts';
export { neverEnds, type StepList, stepListsOf } from './steps.ts';
export { isNamedOnce, type VariableUse, variablesOf, variableUse } from './variables.ts';
