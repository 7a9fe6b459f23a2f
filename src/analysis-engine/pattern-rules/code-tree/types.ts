// What type an expression has, as far as the file says so: declared types, constructions, casts, literals.
import type { CodeFile } from './code-file.ts';
import { CodeNode } from './code-node.ts';
import { definitionOf } from './constants.ts';

/** Levels of expressions and definitions that are followed. */
const DEPTH = 12;

const named = (name: string, at: CodeNode): CodeNode => new CodeNode('name', name, [], at.start, at.end, at.syntax);

/** The type as a node of the code, or of a built-in name; null when the file does not tell. */
export function typeOf(file: CodeFile, node: CodeNode, depth = DEPTH): CodeNode | null {
  if (depth === 0) return null;
  switch (node.kind) {
    case 'string':
    case 'template':
      return named(TEXT_TYPES[file.language] ?? 'string', node);
    case 'number':
      return named(numberType(file.language, node.value), node);
    case 'constant':
      return /true|false/i.test(node.value) ? named(truthType(file), node) : null;
    case 'new':
    case 'cast':
    case 'composite':
      return node.parts[0];
    case 'unary':
      return pointerType(file, node, depth);
    case 'binary':
      return node.value === '+' ? sumType(file, node, depth) : comparisonType(file, node);
    case 'name':
      return variableType(file, node, depth);
    case 'member':
      return memberType(file, node);
    case 'call':
      return callType(file, node);
    default:
      return null;
  }
}

const TEXT_TYPES: Readonly<Record<string, string>> = { java: 'String', python: 'str' };

function numberType(language: string, text: string): string {
  if (language === 'javascript' || language === 'typescript') return 'number';
  if (/^0x/i.test(text)) return 'int';
  if (/[.eE]/.test(text)) return language === 'go' ? 'float64' : 'float';
  return /[lL]$/.test(text) ? 'long' : 'int';
}

/** `&T{}` in Go. */
function pointerType(file: CodeFile, node: CodeNode, depth: number): CodeNode | null {
  if (node.value === '!') return named(truthType(file), node);
  const type = typeOf(file, node.parts[0], depth - 1);
  if (node.value !== '&' || type === null) return node.value === '-' ? type : null;
  return new CodeNode('unary', '*', [type], node.start, node.end, node.syntax);
}

function sumType(file: CodeFile, node: CodeNode, depth: number): CodeNode | null {
  const left = typeOf(file, node.parts[0], depth - 1);
  if (left !== null && left.value === TEXT_TYPES[file.language]) return left;
  const right = typeOf(file, node.parts[1], depth - 1);
  return right !== null && right.value === TEXT_TYPES[file.language] ? right : left;
}

const comparisonType = (file: CodeFile, node: CodeNode): CodeNode | null =>
  /^(?:[=!]==?|[<>]=?|&&|\|\|)$/.test(node.value) ? named(truthType(file), node) : null;

const truthType = (file: CodeFile): string =>
  file.language === 'python' || file.language === 'go' ? 'bool' : 'boolean';

function variableType(file: CodeFile, node: CodeNode, depth: number): CodeNode | null {
  const declaration = file.declarationOf(node);
  if (!declaration) return file.symbols.fields.get(node.value)?.type ?? null;
  if (declaration.type) return declaration.type;
  const value = definitionOf(file, node) ?? (declaration.writes.length === 1 ? declaration.writes[0].value : null);
  return value === null ? null : typeOf(file, value, depth - 1);
}

function memberType(file: CodeFile, node: CodeNode): CodeNode | null {
  const [object, name] = node.parts;
  if (object.value !== 'this' && object.value !== 'self') return null;
  return file.symbols.fields.get(name.value)?.type ?? null;
}

/** Of functions of the file, what they say they return; in Python a class is called to make an object. */
function callType(file: CodeFile, node: CodeNode): CodeNode | null {
  const callee = node.parts[0];
  if (file.language === 'python') return callee;
  if (callee.kind === 'name' && callee.value === 'new') return node.parts[1].parts[0] ?? null;
  const declaration = file.declarationOf(callee);
  return declaration?.kind === 'definition' ? declaration.type : null;
}
