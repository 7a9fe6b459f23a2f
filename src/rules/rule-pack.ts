// The built-in rules as the engine takes them: the generated JSON with each rule's check and fix bound to it.
import type { Rule } from '../analysis-engine/index.ts';
import { RULE_CHECKS, RULE_FIXES, RULE_PACK_JSON } from './rule-pack.generated.ts';

interface CompiledRule extends Omit<Rule, 'check' | 'fix'> {
  readonly help: string;
}

interface CompiledPack {
  /** hex SHA-256 over rules, their checks' sources and the library facts */
  readonly digest: string;
  readonly rules: readonly CompiledRule[];
}

const pack = JSON.parse(RULE_PACK_JSON) as CompiledPack;

/** Every built-in rule, sorted by id. */
export const BUILT_IN_RULES: readonly Rule[] = pack.rules.map(({ help: _, ...rule }) => {
  const check = RULE_CHECKS[rule.id];
  const fix = RULE_FIXES[rule.id];
  return { ...rule, ...(check !== undefined && { check }), ...(fix !== undefined && { fix }) };
});

/** Names the content of the pack: equal digests give equal findings. */
export const RULE_PACK_DIGEST: string = pack.digest;

/** The README of a rule (Markdown), or null when there is no such rule. */
export function ruleHelp(ruleId: string): string | null {
  return pack.rules.find((rule) => rule.id === ruleId)?.help ?? null;
}
