// Reads a literal, where the names say that the text is data.
import { namesAround, repairsWhere } from '../../analysis-engine/index.ts';

const DATA = /json|literal|dict|list|tuple|settings?$|config|payload|(?:^|_)data$|(?:^|_)items?$|(?:^|_)values?$/i;
const PROGRAM = /cond|expr|code|script|formula|command|lambda|func|rule|filter|statement|source/i;

export const fix = repairsWhere('evaluation', (context) => {
  const names = namesAround(context);
  return names.some((name) => DATA.test(name)) && !names.some((name) => PROGRAM.test(name));
});
