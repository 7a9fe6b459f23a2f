// Java handlers of requests that take an entity of the database as it comes in.
import { type Annotation, type Check, type CheckFinding, rangeOf } from '../../analysis-engine/index.ts';

const ENTITY =
  /^(?:(?:javax|jakarta)\.persistence\.Entity|org\.springframework\.data\.[\w.]*\.(?:Document|Table|Node|RedisHash))$/;
const HANDLER = /^org\.springframework\.web\.bind\.annotation\.(?:Request|Post|Put|Patch|Get|Delete)Mapping$/;
/** What the framework itself fills in, and not from the fields of a request. */
const NOT_BOUND =
  /\.(?:AuthenticationPrincipal|CurrentSecurityContext|SessionAttribute|RequestAttribute|PathVariable)$/;

/** Reports the parameter, where its class stands in the same file. */
export const check: Check = ({ tree, program, language }) => {
  if (language !== 'java') return [];
  const entities = new Set(
    program.classes.filter(({ annotations }) => has(annotations, ENTITY)).map(({ qualifiedName }) => qualifiedName),
  );
  const findings: CheckFinding[] = [];
  if (entities.size === 0) return findings;
  for (const { annotations, parameters } of program.functions) {
    if (!has(annotations, HANDLER)) continue;
    for (const parameter of parameters) {
      if (parameter.type === null || !entities.has(parameter.type) || has(parameter.annotations, NOT_BOUND)) continue;
      const message = `A request sets every field of \`${parameter.type.split('.').at(-1)}\`, which is a row of the database: those that are not in the form as well.`;
      findings.push({ ...rangeOf(tree, parameter.node), message });
    }
  }
  return findings;
};

const has = (annotations: readonly Annotation[], wanted: RegExp): boolean =>
  annotations.some(({ name }) => name !== null && wanted.test(name));
