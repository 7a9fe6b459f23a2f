// Exports of ES modules, and the list of what CommonJS files export.
import type { Export, Expression, Step } from '../../ir.ts';
import { childByField, hasToken, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { type FileLowering, firstPartOf, lowerExpression, lowerStatement, partsOf } from './file-lowering.ts';
import { specifierName } from './imports.ts';
import { stringValue } from './literals.ts';
import { importExpression } from './module-names.ts';
import { commonJsExports, memberOf } from './names.ts';
import { namesOfPattern } from './patterns.ts';

/** A name that no source can have: what `export default <expression>` is kept in. */
const DEFAULT_EXPORT = 'export default';

export function lowerExport(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const declaration = childByField(tree, node, 'declaration');
  const value = childByField(tree, node, 'value');
  if (declaration >= 0) exportDeclaration(file, node, declaration, steps);
  else if (value >= 0) exportValue(file, value, steps);
  else if (hasToken(tree, node, '=')) replaceExports(file, node, steps);
  else exportNames(file, node);
}

function exportDeclaration(file: FileLowering, node: NodeIndex, declaration: NodeIndex, steps: Step[]): void {
  lowerStatement(file, declaration, steps);
  const isDefault = hasToken(file.tree, node, 'default');
  for (const name of declaredNames(file, declaration)) {
    const text = textOf(file.tree, name);
    // Types have no value.
    if (file.scopes.has(text)) addExport(file, isDefault ? 'default' : text, file.scopes.read(text, name));
  }
}

function declaredNames(file: FileLowering, declaration: NodeIndex): NodeIndex[] {
  const { tree } = file;
  const name = childByField(tree, declaration, 'name');
  if (name >= 0) return [name];
  return partsOf(tree, declaration).flatMap((part) => {
    const pattern = childByField(tree, part, 'name');
    return pattern < 0 ? [] : namesOfPattern(file, pattern);
  });
}

function exportValue(file: FileLowering, value: NodeIndex, steps: Step[]): void {
  const variable = file.scopes.declare(DEFAULT_EXPORT);
  const node = value;
  const target = { kind: 'variable', node, variable, type: null } as const;
  const lowered = lowerExpression(file, value);
  steps.push({ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value: lowered, operator: null } });
  addExport(file, 'default', { kind: 'variable', node, variable });
}

/** TypeScript's `export = value`. */
function replaceExports(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const part = firstPartOf(file.tree, node);
  if (part < 0) return;
  const target = { kind: 'variable', node, variable: commonJsExports(file), type: null } as const;
  const value = lowerExpression(file, part);
  file.commonJs.isReplaced = true;
  steps.push({ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } });
}

/** `export { a as b } [from 'm']`, `export * [as ns] from 'm'`. */
function exportNames(file: FileLowering, node: NodeIndex): void {
  const { tree } = file;
  const source = childByField(tree, node, 'source');
  const module = source < 0 ? null : stringValue(tree, source);
  for (const part of partsOf(tree, node)) {
    if (kindOf(tree, part) === 'export_clause') {
      for (const specifier of partsOf(tree, part)) exportSpecifier(file, specifier, module);
    }
    if (kindOf(tree, part) === 'namespace_export' && module !== null) {
      const name = firstPartOf(tree, part);
      addExport(file, name < 0 ? '*' : specifierName(file, name), importExpression(part, module, null));
      return;
    }
  }
  if (module !== null && hasToken(tree, node, '*')) addExport(file, '*', importExpression(node, module, null));
}

function exportSpecifier(file: FileLowering, specifier: NodeIndex, module: string | null): void {
  const { tree } = file;
  const name = childByField(tree, specifier, 'name');
  if (name < 0) return;
  const alias = childByField(tree, specifier, 'alias');
  const exported = specifierName(file, alias < 0 ? name : alias);
  const local = specifierName(file, name);
  if (module !== null) addExport(file, exported, importExpression(specifier, module, local));
  else if (file.scopes.has(local)) addExport(file, exported, file.scopes.read(local, name));
}

function addExport(file: FileLowering, name: string, value: Expression): void {
  file.exports.push({ name, value });
}

/** What a CommonJS file exports, once all of it was lowered. */
export function commonJsExportList(file: FileLowering): Export[] {
  const { names, isReplaced } = file.commonJs;
  if (names.size === 0 && !isReplaced) return [];
  const value: Expression = { kind: 'variable', node: 0, variable: commonJsExports(file) };
  const exports: Export[] = [...names].map((name) => ({ name, value: memberOf(file, 0, value, name) }));
  return isReplaced ? [{ name: 'default', value }, ...exports] : exports;
}
