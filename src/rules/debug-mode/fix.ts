// Switches the debugger off, where nothing says that this is the server of a developer.
import { codeAround, type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

const OF_DEVELOPER = /\b(?:debug|develop\w*|dev)\b/i;

export const fix = repairsWhere('debug', (context: FixContext) => {
  const above = context.source.slice(0, context.start).split('\n').slice(-4, -1).join('\n');
  return !OF_DEVELOPER.test(above) && !/debug|dev/i.test(codeAround(context).functionName);
});
