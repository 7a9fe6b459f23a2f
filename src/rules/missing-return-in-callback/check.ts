// Functions without a result where an array method needs one.
import {
  type Check,
  type CheckFinding,
  childByField,
  type FunctionDefinition,
  kindOf,
  neverEnds,
  type SyntaxTree,
  sightingsOf,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const METHODS = new Set([
  'map',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'some',
  'every',
  'reduce',
  'reduceRight',
  'flatMap',
]);

/** Reports the callback, at its head. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (!language.endsWith('script')) return findings;
  const returning = new Set<FunctionDefinition>();
  for (const { item, definition } of sightingsOf(program, 'return')) if (item.value !== null) returning.add(definition);
  for (const { item, parent } of sightingsOf(program, 'call')) {
    const { callee } = item;
    const isDropped = parent !== null && 'kind' in parent.item && parent.item.kind === 'evaluate';
    const callback = item.arguments[0]?.value;
    if (callee.kind !== 'member' || !METHODS.has(callee.key) || callback?.kind !== 'function') continue;
    const { definition } = callback;
    // Promises are results, too; a loop may be left early on purpose; `Effect.map(f)` is no array's method.
    if (
      definition.isAsync ||
      callee.object.kind === 'import' ||
      (isDropped && !/^(map|filter|reduce)$/.test(callee.key))
    )
      continue;
    if (returning.has(definition) || definition.isGenerator || !hasBody(tree, definition) || neverEnds(definition.body))
      continue;
    if (
      /Array<void>|void\[\]/.test(
        tree.source.slice(Math.max(0, startOf(tree, definition.node) - 300), startOf(tree, definition.node)),
      )
    )
      continue;
    // `chunk.map(function (chunk) { … })`: it hands itself over, as no array does.
    if (handsItselfOver(tree, startOf(tree, item.node), definition.parameters[0]?.name)) continue;
    const body = childByField(tree, definition.node, 'body');
    // An array calls it without a `this`.
    if (
      kindOf(tree, definition.node) !== 'arrow_function' &&
      /\bthis\b/.test(textOf(tree, body)) &&
      item.arguments.length === 1
    )
      continue;
    const message = `The function given to \`${callee.key}\` returns nothing, but its result is what counts.`;
    findings.push({
      start: startOf(tree, definition.node),
      end: startOf(tree, body),
      message,
      // Walked for what it does, and nothing counts on what it gives.
      ...(isDropped ? { confidence: 0.4, atMost: 'low' as const } : {}),
    });
  }
  return findings;
};

/** Of so few letters any name may be the end of another. */
const SHORTEST = 4;

/** `chunk.map(function (asyncChunk) …)`, `this.map(function (chunk) …)`: what is handed over is named like what hands it over, or as its class is. */
function handsItselfOver(tree: SyntaxTree, start: number, parameter: string | undefined): boolean {
  const object = /^(\w+)\.\w+\(/.exec(tree.source.slice(start, start + 80))?.[1];
  if (object === undefined || parameter === undefined) return false;
  if (object !== 'this') {
    const [given, own] = [parameter.toLowerCase(), object.toLowerCase()];
    return given === own || (own.length >= SHORTEST && given.endsWith(own));
  }
  const before = tree.source.slice(Math.max(0, start - LOOKED_AT), start);
  return new RegExp(`\\b${parameter}\\.prototype\\b|\\bclass ${parameter}\\b`, 'i').test(before);
}

const LOOKED_AT = 600;

/** An empty body is a placeholder. */
function hasBody(tree: SyntaxTree, definition: FunctionDefinition): boolean {
  const body = childByField(tree, definition.node, 'body');
  return body >= 0 && kindOf(tree, body) === 'statement_block' && definition.body.length > 0;
}
