// The door of the rules.
export { validateRuleDefinition } from './rule-definition.ts';
export { BUILT_IN_RULES, RULE_PACK_DIGEST, ruleHelp } from './rule-pack.ts';
