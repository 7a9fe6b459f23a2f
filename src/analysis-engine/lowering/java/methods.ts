// Methods of classes, the ones that records and enums have without writing them, and methods outside of any class.
import type { Expression, FunctionDefinition, Step } from '../../ir.ts';
import { childByField, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { annotationsOf } from './annotations.ts';
import { type ClassOutline, hasModifier, modifiersOf, nameOf, parametersOf } from './class-outline.ts';
import { declareParameter, type FunctionHead, lowerFunction, lowerParameter } from './functions.ts';
import { classReference, currentClass, type JavaFile } from './java-file.ts';
import { lowerBody } from './statements.ts';
import { bindTypeParameters, declaredType } from './type-names.ts';

/** Constants that `valueOf` of an enum tells apart; those of longer enums share one answer. */
const MOST_TOLD_CONSTANTS = 40;

export function lowerMethod(file: JavaFile, outline: ClassOutline | null, node: NodeIndex): FunctionDefinition {
  const { tree } = file;
  file.typeScopes.push(new Map());
  bindTypeParameters(file, node);
  const modifiers = modifiersOf(tree, node);
  const definition = lowerFunction(
    file,
    {
      node,
      name: nameOf(tree, node),
      isLambda: false,
      isStatic: outline === null || hasModifier(tree, node, 'static'),
      isPublic: outline?.kind === 'interface' || hasModifier(tree, node, 'public'),
      owner: outline,
      annotations: annotationsOf(file, modifiers),
      returnType: declaredType(file, childByField(tree, node, 'type'), childByField(tree, node, 'dimensions')).name,
    },
    () => parametersOf(tree, node).map((parameter) => lowerParameter(file, parameter)),
    (steps) => {
      const body = childByField(tree, node, 'body');
      if (body >= 0) lowerBody(file, body, steps);
    },
  );
  file.typeScopes.pop();
  return definition;
}

/** A method without a class around it, in a snippet or in broken code: a function in a variable. */
export function lowerLooseMethod(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  const name = childByField(file.tree, node, 'name');
  if (name < 0) return;
  const variable = file.scopes.declare(textOf(file.tree, name));
  const definition = lowerMethod(file, null, node);
  const target = { kind: 'variable', node: name, variable, type: null } as const;
  const value: Expression = { kind: 'function', node, definition };
  steps.push({ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } });
}

/** What a method that nobody wrote has in common with written ones. */
export function syntheticHead(
  file: JavaFile,
  node: NodeIndex,
  name: string,
  rest: Partial<Pick<FunctionHead, 'isStatic' | 'isPublic' | 'returnType'>> = {},
): FunctionHead {
  return {
    node,
    name,
    isLambda: false,
    isStatic: false,
    isPublic: false,
    owner: currentClass(file),
    annotations: [],
    returnType: null,
    ...rest,
  };
}

/** `component()` for each component whose accessor is not written. */
export function recordAccessors(
  file: JavaFile,
  outline: ClassOutline,
  written: readonly FunctionDefinition[],
): FunctionDefinition[] {
  return parametersOf(file.tree, outline.node)
    .map((parameter) => ({ parameter, name: nameOf(file.tree, parameter) }))
    .filter(({ name }) => !written.some((method) => method.name === name && method.parameters.length === 0))
    .map(({ parameter, name }) =>
      lowerFunction(
        file,
        syntheticHead(file, parameter, name, { isPublic: true }),
        () => [],
        (steps) => {
          const object: Expression = { kind: 'this', node: parameter };
          steps.push({
            kind: 'return',
            node: parameter,
            value: { kind: 'member', node: parameter, object, key: name },
          });
        },
      ),
    );
}

/** `values()` and `valueOf(name)`, which gives one of the constants and nothing of its argument. */
export function enumMethods(file: JavaFile, outline: ClassOutline): FunctionDefinition[] {
  const { node } = outline;
  const names = [...outline.fields].filter(([, field]) => field.isStatic && field.type < 0).map(([name]) => name);
  const constantOf = (name: string): Expression => ({
    kind: 'member',
    node,
    object: classReference(file, outline, node),
    key: name,
  });
  const all = (): Expression => ({
    kind: 'list',
    node,
    items: names.map((name) => ({ value: constantOf(name), name: null, spread: 'none' })),
  });
  const head = (name: string): FunctionHead => syntheticHead(file, node, name, { isStatic: true, isPublic: true });
  const values = lowerFunction(
    file,
    head('values'),
    () => [],
    (steps) => {
      steps.push({ kind: 'return', node, value: all() });
    },
  );
  const byName = lowerFunction(
    file,
    head('valueOf'),
    () => [declareParameter(file, node, 'name', { name: 'string', isIntegral: false })],
    (steps) => {
      const given = file.scopes.read('name', node);
      for (const name of names.slice(0, MOST_TOLD_CONSTANTS)) {
        const test: Expression = { kind: 'constant', node, value: name };
        const condition: Expression = { kind: 'operation', node, operator: '==', operands: [given, test] };
        const body: Step[] = [{ kind: 'return', node, value: constantOf(name) }];
        steps.push({ kind: 'branch', node, arms: [{ condition, body }] });
      }
      steps.push({ kind: 'throw', node, value: null });
    },
  );
  return [values, byName];
}
