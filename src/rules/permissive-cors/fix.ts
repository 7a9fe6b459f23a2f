// Takes the permission away, unless it is what an option or a branch is there for.
import { branchAround, codeAround, repairsWhere } from '../../analysis-engine/index.ts';

const ON_PURPOSE = /cors|cross|origin|public|dev|debug/i;

export const fix = repairsWhere(
  'cors',
  (context) => !ON_PURPOSE.test(branchAround(context)) && !/options|preflight/i.test(codeAround(context).functionName),
);
