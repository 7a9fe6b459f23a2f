// Which ids are rules: the built-in ones, and those of the tenant's own.
import { listOwnRules, type TenantTransaction } from '../../database-service/index.ts';

/** Tells ids of rules from others; `isBuiltIn` knows the built-in ones. */
export async function knownRules(
  tx: TenantTransaction,
  isBuiltIn: (ruleId: string) => boolean,
): Promise<(ruleId: string) => boolean> {
  const own = new Set((await listOwnRules(tx, null)).map(({ ruleId }) => ruleId));
  return (ruleId) => isBuiltIn(ruleId) || own.has(ruleId);
}
