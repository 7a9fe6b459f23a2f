// Type and record patterns: bind their variables by assignments and test the type.
import type { Expression, Step } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, namedChildrenOf, textOf } from '../../parsing/syntax-tree.ts';
import { lowerField } from './expressions.ts';
import { declareLocal, type JavaFile } from './java-file.ts';
import { declaredType, resolveType, typeValue } from './type-names.ts';

/** `x instanceof T`, `x instanceof T t`, `x instanceof R(A a, B b)`: the bindings are evaluated before the test. */
export function lowerInstanceof(file: JavaFile, node: NodeIndex): Expression {
  const { tree } = file;
  const value = lowerField(file, node, 'left');
  const pattern = childByField(tree, node, 'pattern');
  const type = pattern >= 0 ? patternType(file, pattern) : childByField(tree, node, 'right');
  if (type < 0) return file.builder.unknown(node, [value]);
  const tested = typeValue(file, resolveType(file, type), type);
  const name = childByField(tree, node, 'name');
  if (name < 0 && pattern < 0) return { kind: 'operation', node, operator: 'instanceof', operands: [value, tested] };
  const bindings = name >= 0 ? [bindName(file, type, name, value)] : bindPattern(file, pattern, value);
  return {
    kind: 'sequence',
    node,
    parts: [...bindings, { kind: 'operation', node, operator: 'instanceof', operands: [value, tested] }],
  };
}

/** Steps that bind the variables of a `pattern`, `type_pattern` or `record_pattern` to parts of the value. */
export function bindingSteps(file: JavaFile, pattern: NodeIndex, value: Expression): Step[] {
  return bindPattern(file, pattern, value).map((expression) => ({
    kind: 'evaluate',
    node: expression.node,
    expression,
  }));
}

function bindPattern(file: JavaFile, pattern: NodeIndex, value: Expression): Expression[] {
  const { tree } = file;
  const kind = kindOf(tree, pattern);
  if (kind === 'record_pattern')
    return file.builder.descend(
      () => bindRecord(file, pattern, value),
      () => [],
    );
  if (kind === 'pattern') return namedChildrenOf(tree, pattern).flatMap((child) => bindPattern(file, child, value));
  const [type, name] = namedChildrenOf(tree, pattern);
  if (type === undefined || name === undefined || kindOf(tree, name) !== 'identifier') return [];
  return [bindName(file, type, name, value)];
}

function bindName(file: JavaFile, type: NodeIndex, name: NodeIndex, value: Expression): Expression {
  const declared = declaredType(file, type);
  const variable = declareLocal(file, textOf(file.tree, name), declared);
  const known: Expression = declared.name === null ? value : { kind: 'cast', node: name, value, type: declared.name };
  return {
    kind: 'assign',
    node: name,
    target: { kind: 'variable', node: name, variable, type: declared.name },
    value: known,
    operator: null,
  };
}

/** Components are read by their names when the record is of this file; otherwise they are parts of it. */
function bindRecord(file: JavaFile, pattern: NodeIndex, value: Expression): Expression[] {
  const { tree } = file;
  const type = patternType(file, pattern);
  const found = type < 0 ? '' : resolveType(file, type);
  const names = typeof found === 'string' ? [] : [...found.fields.keys()];
  const body = namedChildrenOf(tree, pattern).find((child) => kindOf(tree, child) === 'record_pattern_body');
  const components = body === undefined ? [] : namedChildrenOf(tree, body);
  return components.flatMap((component, position) => {
    const key = names[position];
    const part: Expression =
      key === undefined
        ? { kind: 'unknown', node: component, parts: [value] }
        : { kind: 'member', node: component, object: value, key };
    return bindPattern(file, component, part);
  });
}

function patternType(file: JavaFile, pattern: NodeIndex): NodeIndex {
  return namedChildrenOf(file.tree, pattern).find((child) => kindOf(file.tree, child) !== 'record_pattern_body') ?? -1;
}
