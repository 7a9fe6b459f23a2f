// Java classes that say what is equal, but not what its hash code is.
import {
  type Check,
  type CheckFinding,
  childByField,
  type FunctionDefinition,
  kindOf,
  rangeOf,
  textOf,
} from '../../analysis-engine/index.ts';

/** Reports `equals`. A class with a superclass may have a hash code that fits from there. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'java') return findings;
  for (const { methods, node, bases } of program.classes) {
    const equals = methods.find(isEquals);
    if (equals === undefined || bases.length > 0 || /\bint\s+hashCode\s*\(/.test(textOf(tree, node))) continue;
    // A record has a hash code of its parts.
    if (kindOf(tree, node) === 'record_declaration') continue;
    if (/\bsuper\.equals\b/.test(textOf(tree, equals.node))) continue;
    const name = childByField(tree, equals.node, 'name');
    findings.push(rangeOf(tree, name < 0 ? equals.node : name));
  }
  return findings;
};

function isEquals({ name, parameters, isStatic }: FunctionDefinition): boolean {
  const type = parameters[0]?.type;
  return (
    name === 'equals' && parameters.length === 1 && !isStatic && (type === null || /(^|\.)Object$/.test(type ?? ''))
  );
}
