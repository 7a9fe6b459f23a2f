// The door of the rules.
export { SECRET_PATTERNS, writtenSecrets } from './hard-coded-secret/written-secrets.ts';
export { validateRuleDefinition } from './rule-definition.ts';
export { BUILT_IN_RULES, RULE_PACK_DIGEST, ruleHelp } from './rule-pack.ts';
