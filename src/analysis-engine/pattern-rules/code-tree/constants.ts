// Values that code has without running it: literals, what is computed of them, and variables that hold such a value where
// they are read.
import type { CodeFile } from './code-file.ts';
import { type CodeNode, NONE } from './code-node.ts';
import type { Declaration, Write } from './symbols.ts';

export type ConstantValue = string | number | boolean | null;

/** Variables that are followed from one to the next, and levels of an expression. */
const DEPTH = 24;

/** The constant that a node is, or undefined. */
export function constantOf(file: CodeFile, node: CodeNode, depth = DEPTH): ConstantValue | undefined {
  switch (node.kind) {
    case 'string':
      return node.value;
    case 'number':
      return numberOf(node.value);
    case 'constant':
      return KEYWORDS.get(node.value);
    case 'binary':
      return depth > 0 ? computed(file, node, depth) : undefined;
    case 'unary':
      return depth > 0 ? negated(file, node, depth) : undefined;
    case 'template':
      return depth > 0 ? joined(file, node, depth) : undefined;
    case 'text-piece':
      return node.value;
    case 'name':
    case 'member': {
      if (depth === 0) return undefined;
      const value = definitionOf(file, node);
      return value ? constantOf(file, value, depth - 1) : undefined;
    }
    default:
      return undefined;
  }
}

const KEYWORDS: ReadonlyMap<string, ConstantValue> = new Map<string, ConstantValue>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['nil', null],
  ['None', null],
]);

export function numberOf(text: string): number | undefined {
  const plain = text.replaceAll('_', '').replace(/(?<=^\d+)[lLn]$|(?<=\.\d*)[fFdD]$/, '');
  const octal = /^0([0-7]+)$/.exec(plain);
  const value = Number(octal ? `0o${octal[1]}` : plain);
  return Number.isNaN(value) ? undefined : value;
}

function computed(file: CodeFile, node: CodeNode, depth: number): ConstantValue | undefined {
  const left = constantOf(file, node.parts[0], depth - 1);
  const right = left === undefined ? undefined : constantOf(file, node.parts[1], depth - 1);
  if (left === undefined || right === undefined) return undefined;
  if (node.value === '+' && (typeof left === 'string' || typeof right === 'string')) {
    const text = `${left}${right}`;
    return text.length <= LONGEST_TEXT ? text : undefined;
  }
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  return ARITHMETIC[node.value]?.(left, right);
}

const LONGEST_TEXT = 10_000;

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

function negated(file: CodeFile, node: CodeNode, depth: number): ConstantValue | undefined {
  const value = constantOf(file, node.parts[0], depth - 1);
  if (node.value === '-' && typeof value === 'number') return -value;
  return node.value === '!' && typeof value === 'boolean' ? !value : undefined;
}

function joined(file: CodeFile, node: CodeNode, depth: number): string | undefined {
  let text = '';
  for (const part of node.parts) {
    const value = constantOf(file, part, depth - 1);
    if (value === undefined || text.length > LONGEST_TEXT) return undefined;
    text += String(value);
  }
  return text;
}

/** The literal that a variable stands for, through other variables. */
export function literalOf(file: CodeFile, node: CodeNode): CodeNode {
  let at = node;
  for (let depth = DEPTH; depth > 0 && (at.kind === 'name' || at.kind === 'member'); depth--) {
    const value = definitionOf(file, at);
    if (value === null) return node;
    at = value;
  }
  return at;
}

/** The expression that a variable holds where it is read, if only one can be it. */
export function definitionOf(file: CodeFile, node: CodeNode): CodeNode | null {
  if (node.kind === 'member') return fieldDefinition(file, node);
  if (file.symbols.targets.has(node)) return null;
  const declaration = file.declarationOf(node);
  if (declaration?.kind !== 'variable') return null;
  const { writes } = declaration;
  if (writes.length === 1) return writes[0].at <= node.start || isGlobal(file, writes[0]) ? known(writes[0]) : null;
  return lastWrite(file, node, declaration);
}

/** `this.x`, written once in the class. */
function fieldDefinition(file: CodeFile, node: CodeNode): CodeNode | null {
  const [object, name] = node.parts;
  if (object.value !== 'this' && object.value !== 'self') return null;
  const field = file.symbols.fields.get(name.value);
  return field?.writes.length === 1 ? known(field.writes[0]) : null;
}

const known = (write: Write): CodeNode | null => (write.value === NONE ? null : write.value);

const isGlobal = (file: CodeFile, write: Write): boolean => write.block === file.root || write.block.kind === 'members';

/** Of several writes the last before the place, if it surely ran and nothing between may have written. */
function lastWrite(file: CodeFile, node: CodeNode, { writes }: Declaration): CodeNode | null {
  const block = file.symbols.blocks.get(node);
  let last: Write | null = null;
  for (const write of writes) {
    if (write.at > node.start) continue;
    if (last === null || write.at > last.at) last = write;
  }
  if (last === null || block === undefined) return null;
  const inside = (outer: CodeNode, start: number, end: number): boolean => outer.start <= start && end <= outer.end;
  if (!inside(last.block, node.start, node.end)) return null;
  // A later write in a loop around the place may come before it.
  const { at } = last;
  const mayReturn = writes.some(
    (write) => write.at > node.end && inside(last.block, write.at, write.at) && write.block !== last.block,
  );
  return mayReturn && at < node.start ? null : known(last);
}
