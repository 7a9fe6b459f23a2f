// TypeScript's declarations with values: enums and namespaces become records.
import type { Expression, RecordEntry, Step } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { type FileLowering, lowerExpression, partsOf } from './file-lowering.ts';
import { rootOfName } from './hoisting.ts';
import { constant } from './literals.ts';
import { memberName } from './property-keys.ts';
import { lowerBody } from './statements.ts';

/** Members without a value count up from the one before. */
export function lowerEnum(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const body = childByField(tree, node, 'body');
  const entries: RecordEntry[] = [];
  let next = 0;
  for (const part of body < 0 ? [] : partsOf(tree, body)) {
    const isAssigned = kindOf(tree, part) === 'enum_assignment';
    const name = isAssigned ? childByField(tree, part, 'name') : part;
    const valueNode = isAssigned ? childByField(tree, part, 'value') : -1;
    const value = valueNode < 0 ? constant(part, next) : lowerExpression(file, valueNode);
    next = value.kind === 'constant' && typeof value.value === 'number' ? value.value + 1 : next + 1;
    entries.push({ key: memberName(file, name), value });
  }
  assignName(file, node, childByField(tree, node, 'name'), { kind: 'record', node, entries }, steps);
}

/** The body runs in a scope of its own; what it exports is a record afterwards. `A.B` is a record in a record. */
export function lowerNamespace(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const nameNode = childByField(tree, node, 'name');
  const root = rootOfName(file, nameNode);
  const outer = file.exports;
  file.exports = [];
  steps.push(...lowerBody(file, childByField(tree, node, 'body')));
  let value: Expression = {
    kind: 'record',
    node,
    entries: file.exports.map(({ name, value }) => ({ key: name, value })),
  };
  file.exports = outer;
  if (root < 0) return;
  const [, ...keys] = textOf(tree, nameNode).split('.');
  for (const key of keys.reverse()) value = { kind: 'record', node, entries: [{ key: key.trim(), value }] };
  assignName(file, node, root, value, steps);
}

function assignName(file: FileLowering, node: NodeIndex, name: NodeIndex, value: Expression, steps: Step[]): void {
  if (name < 0) return;
  const target = file.scopes.target(textOf(file.tree, name), name);
  steps.push({ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } });
}
