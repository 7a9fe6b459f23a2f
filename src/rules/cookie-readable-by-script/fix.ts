// Keeps the cookie from scripts, unless a script has to send its value along.
import { codeAround, repairsWhere } from '../../analysis-engine/index.ts';

const FOR_SCRIPTS = /csrf|xsrf|['"](?:lang|language|locale|theme|i18n|timezone|tz)['"]/i;

export const fix = repairsWhere('cookie.http-only', (context) => {
  const { statement, functionName } = codeAround(context);
  const isGoing = /\b(?:expires|max_?age)["']?\s*[:=]\s*0\b/i.test(statement);
  return !isGoing && !FOR_SCRIPTS.test(statement) && !FOR_SCRIPTS.test(functionName);
});
