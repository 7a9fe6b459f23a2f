// Gives up on clients that are slow, but for servers that a developer asks for to look into the program.
import { codeAround, type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

const FOR_DEVELOPERS = /debug|pprof|profil/i;

export const fix = repairsWhere('server-timeout', (context: FixContext) => {
  const { functionName, statement } = codeAround(context);
  if (/["']?(?:127\.0\.0\.1|localhost)\b/.test(statement) || /fixtures?\//.test(context.path)) return false;
  // What a framework gives to others is theirs to set.
  if (/^[A-Z]/.test(functionName) && /\baddr(?:ess)?\b/.test(statement)) return false;
  return !FOR_DEVELOPERS.test(`${functionName} ${statement}`);
});
