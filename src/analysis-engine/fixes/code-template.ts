// Texts of fixes with `#{…}` in them: imports and helpers that they need are found in the file, or added to it.
import type { Program } from '../ir.ts';
import { childByField, childrenOf, endOf, kindOf, type NodeIndex, startOf } from '../parsing/syntax-tree.ts';
import { hasSemicolons, indentationAt, indentationUnit, lineEndOf } from './code-style.ts';
import type { TextEdit } from './fix.ts';
import { namesIn } from './identifiers.ts';
import { addImport } from './import-places.ts';
import { takenFrom } from './imported-names.ts';
import { importLine, importsOf } from './imports.ts';
import type { RepairIndex } from './repair-index.ts';

/** A text ready to be written, with the edits elsewhere that it needs. */
export interface WrittenCode {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** Java code that names its classes in full goes on doing so. */
const QUALIFIED = /\bjavax?\.[a-z]+(?:\.[a-z]+)*\.[A-Z]/;

/** The text with its `#{…}` written out; null where a name that it needs means something else in the file. */
export function writeCode(
  program: Program,
  index: RepairIndex,
  template: string,
  near: { readonly start: number; readonly end: number },
): WrittenCode | null {
  const edits: TextEdit[] = [];
  const { source } = program.tree;
  const isQualified = program.language === 'java' && QUALIFIED.test(source.slice(near.start, near.end));
  let isPossible = true;
  const text = template.replaceAll(/#\{([^}]+)\}(?:\.(\w+))?/g, (_, reference: string, member?: string) => {
    const taken = member === undefined ? null : takenFrom(program, reference, member, near);
    if (taken !== null) {
      edits.push(...taken.edits);
      return taken.text;
    }
    const written = reference.startsWith('fn:')
      ? helperIn(program, index, reference.slice(3), near.start)
      : importedName(program, reference, isQualified, near.start);
    if (written === null) isPossible = false;
    else edits.push(...written.edits);
    return (written?.text ?? '') + (member === undefined ? '' : `.${member}`);
  });
  return isPossible ? { text, edits } : null;
}

function importedName(
  { tree, language, wildcards }: Program,
  reference: string,
  isQualified: boolean,
  at: number,
): WrittenCode | null {
  const [module, name = null] = reference.split(':');
  const imports = importsOf(tree, language);
  const known = imports.find((each) => each.module === module && each.name === name);
  if (known !== undefined) return { text: known.local, edits: [] };
  const whole = name === null ? undefined : imports.find((each) => each.module === module && each.name === null);
  if (whole !== undefined) return { text: `${whole.local}.${name}`, edits: [] };
  const simple = name ?? module.slice(Math.max(module.lastIndexOf('.'), module.lastIndexOf('/')) + 1);
  if (language === 'java') {
    const space = module.slice(0, module.lastIndexOf('.'));
    const isTaken = imports.some(({ local }) => local === simple) || isBound(tree, simple);
    if (!isTaken && (wildcards.includes(space) || space === 'java.lang')) return { text: simple, edits: [] };
    const isWrittenInFull = new RegExp(`[\\s(]${module.replaceAll('.', '\\.')}[\\s(]`).test(tree.source);
    if (isQualified || isTaken || isWrittenInFull) return { text: module, edits: [] };
  }
  // A piece of a Go file has no place for imports.
  if (language === 'go' && childrenOf(tree, 0).every((node) => kindOf(tree, node) !== 'package_clause')) return null;
  const isTaken = language === 'python' ? isBoundInPython(tree, simple) : isBound(tree, simple);
  // A second name for a module puzzles whoever reads it.
  if (isTaken && language === 'python') return null;
  const local = isTaken ? otherName(language, module, simple) : simple;
  if (local !== simple && isBound(tree, local)) return null;
  // The module is imported in a function, whose name it is there.
  if (language === 'python' && new RegExp(`^[ \\t]+(?:import|from)\\b.*\\b${simple}\\b`, 'm').test(tree.source))
    return null;
  const line = importLine(tree, language, module, name, local);
  const added = addImport(tree, language, { module, line });
  // Imports further down come too late for what stands before them.
  if (language === 'python' && added.start > at && !/^[ \t]/.test(lineOf(tree.source, at))) return null;
  return { text: local, edits: [added] };
}

const lineOf = (source: string, at: number): string => source.slice(source.lastIndexOf('\n', at - 1) + 1);

/** The name is used for something else than a member, or the module of a Python import. */
function isBound(tree: Program['tree'], name: string): boolean {
  return (namesIn(tree).get(name) ?? []).some(
    (at) =>
      tree.source[at - 1] !== '.' && !/(?:^|\n)[ \t]*from[ \t]+$/.test(tree.source.slice(Math.max(0, at - 40), at)),
  );
}

/** The name is used for something else than a module, which is followed by a dot. */
function isBoundInPython(tree: Program['tree'], name: string): boolean {
  return (namesIn(tree).get(name) ?? []).some(
    (at) =>
      !/^\s*\./.test(tree.source.slice(at + name.length, at + name.length + 8)) &&
      !/(?:\.|\bfrom[ \t]+)$/.test(tree.source.slice(Math.max(0, at - 40), at)),
  );
}

function otherName(language: string, module: string, simple: string): string {
  if (language === 'go') return module.replaceAll(/[^a-z0-9]/g, '');
  return `node${simple.charAt(0).toUpperCase()}${simple.slice(1)}`;
}

/** A helper of the file: the one that is there already when it is the same, else added. */
function helperIn(program: Program, index: RepairIndex, name: string, at: number): WrittenCode | null {
  const definition = index.helper(name);
  if (definition === undefined) return null;
  const { tree, language } = program;
  const text = language === 'typescript' ? typed(definition) : definition;
  const isScript = /script$/.test(language) && !hasSemicolons(tree.source);
  const plain = isScript ? text.replaceAll(/;$/gm, '') : text;
  const written = writeCode(program, index, plain.trimEnd(), { start: 0, end: 0 });
  if (written === null) return null;
  const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ');
  const words = squeezed(written.text);
  if (isBound(tree, name)) return squeezed(tree.source).includes(words) ? { text: name, edits: [] } : null;
  if (isWrapped(tree, at)) return null;
  const edit = language === 'java' ? methodAtEnd(program, written.text, at) : functionAt(program, written.text);
  return edit === null ? null : { text: name, edits: [...written.edits, edit] };
}

/** A script that is one function called at once keeps its names to itself. */
function isWrapped(tree: Program['tree'], at: number): boolean {
  const owner = childrenOf(tree, 0).find((node) => startOf(tree, node) <= at && endOf(tree, node) > at);
  return (
    owner !== undefined &&
    /^(?:[;!(+]|define\(|(?:jQuery|\$)\()/.test(tree.source.slice(startOf(tree, owner), startOf(tree, owner) + 8))
  );
}

/** Helpers take any value and give a text. */
const typed = (definition: string): string =>
  definition.replace(/^function (\w+)\((\w+)\) \{/, 'function $1($2: unknown): string {');

/** After the last member of the outermost class around the place. */
function methodAtEnd({ tree }: Program, definition: string, at: number): TextEdit | null {
  const { source } = tree;
  const owner = childrenOf(tree, 0).find((node) => startOf(tree, node) <= at && endOf(tree, node) > at);
  if (owner === undefined || kindOf(tree, owner) !== 'class_declaration') return null;
  const body = childByField(tree, owner, 'body');
  const last =
    body < 0
      ? undefined
      : childrenOf(tree, body)
          .filter((node) => source[startOf(tree, node)] !== '}')
          .at(-1);
  if (last === undefined || last === body + 1) return null;
  const end = lineEndOf(source);
  const indentation = indentationAt(source, startOf(tree, last));
  const unit = indentationUnit(source);
  const lines = definition.split('\n').map((line) => (line === '' ? '' : indentation + reindented(line, unit)));
  return { start: endOf(tree, last), end: endOf(tree, last), text: `${end}${end}${lines.join(end)}` };
}

/** Definitions are written with two blanks a level. */
function reindented(line: string, unit: string): string {
  const depth = /^(?: {2})*/.exec(line)?.[0].length ?? 0;
  return unit.repeat(depth / 2) + line.slice(depth);
}

/** In Go and JavaScript at the end, where functions are seen from everywhere; in Python before what uses it. */
function functionAt({ tree, language }: Program, definition: string): TextEdit {
  const { source } = tree;
  const end = lineEndOf(source);
  const unit = language === 'go' ? '\t' : indentationUnit(source);
  const text = definition
    .split('\n')
    .map((line) => reindented(line, unit))
    .join(end);
  if (language !== 'python') {
    const last = childrenOf(tree, 0).at(-1);
    const at = last === undefined ? source.length : source.trimEnd().length;
    return { start: at, end: at, text: `${end}${end}${text}` };
  }
  const first = childrenOf(tree, 0).find((node) =>
    /^(?:function|class|decorated)_definition$/.test(kindOf(tree, node)),
  );
  const at = first === undefined ? source.trimEnd().length : startOfGroup(source, startOf(tree, first), tree, first);
  if (first === undefined) return { start: at, end: at, text: `${end}${end}${end}${text}` };
  return { start: at, end: at, text: `${text}${end}${end}${end}` };
}

/** Comments that stand just above a definition belong to it. */
function startOfGroup(source: string, start: number, tree: Program['tree'], node: NodeIndex): number {
  let at = start;
  for (let previous = node - 1; previous > 0; previous--) {
    if (kindOf(tree, previous) !== 'comment' || !/^\r?\n[ \t]*$/.test(source.slice(endOf(tree, previous), at))) break;
    at = startOf(tree, previous);
  }
  return at;
}
