// Wraps code in a function: a definition in another one, a body in a closure, the code of a file in a main function, a
// method in another one that calls it.

import { functionAround } from '../../../src/analysis-engine/function-ranges.ts';
import type { Finding } from '../../../src/analysis-engine/index.ts';
import type { FunctionDefinition } from '../../../src/analysis-engine/ir.ts';
import {
  childByField,
  childrenOf,
  endOf,
  isNamed,
  kindOf,
  type NodeIndex,
  nextOf,
  startOf,
  textOf,
} from '../../../src/analysis-engine/parsing/syntax-tree.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { applyEdits, bodyOf, type Edited, indentationAt, indented, type Specimen, type TextEdit } from './specimen.ts';

type Wrap = (specimen: Specimen, definition: FunctionDefinition) => TextEdit[] | null;

const WRAPS: Readonly<Record<string, readonly Wrap[]>> = {
  python: [pythonClosure, pythonFile],
  javascript: [scriptClosure, scriptFile],
  typescript: [scriptClosure, scriptFile],
  go: [goClosure],
  java: [javaDelegate],
};

export function wrapped(specimen: Specimen, finding: Finding, random: SeededRandom): Edited | null {
  const { code, path, program, language } = specimen;
  const wraps = WRAPS[language];
  const first = random.below(wraps.length);
  for (let count = 0; count < wraps.length; count++) {
    const edits = wraps[(first + count) % wraps.length](specimen, functionAround(program, finding.range.start));
    if (edits !== null) return { code: applyEdits(code, edits), path };
  }
  return null;
}

const around = (start: number, end: number, before: string, body: string, after: string): TextEdit[] => [
  { start, end, text: `${before}${body}${after}` },
];

/** `def f(a): BODY` becomes `def f(a): def inner(): BODY` and `return inner()`. */
function pythonClosure({ code, program }: Specimen, definition: FunctionDefinition): TextEdit[] | null {
  const { tree } = program;
  const body = definition === program.main ? -1 : bodyOf(tree, definition);
  if (body < 0 || definition.isAsync || definition.isGenerator) return null;
  const text = textOf(tree, body);
  const assigned = definition.parameters.some(({ name }) => new RegExp(`\\b${name}\\s*(?:[-+*/|&]?=[^=])`).test(text));
  if (assigned || /\b(nonlocal|global|super|yield|await)\b/.test(text)) return null;
  const margin = indentationAt(code, startOf(tree, body));
  const inner = indented(tree, startOf(tree, body), endOf(tree, body), '    ');
  const before = `def inner_part():\n${margin}    `;
  return around(startOf(tree, body), endOf(tree, body), before, inner, `\n${margin}return inner_part()`);
}

/** All that a module does after its imports, in a function that it calls. */
function pythonFile({ program }: Specimen): TextEdit[] | null {
  const { tree } = program;
  const statements = childrenOf(tree, 0).filter((node) => isNamed(tree, node));
  const first = statements.findIndex((node) => !/import|comment|^expression_statement$/.test(kindOf(tree, node)));
  if (first < 0 || statements.slice(first).some((node) => /import/.test(kindOf(tree, node)))) return null;
  const [start, end] = [startOf(tree, statements[first]), endOf(tree, statements[statements.length - 1])];
  return around(start, end, 'def whole():\n    ', indented(tree, start, end, '    '), '\n\n\nwhole()\n');
}

function scriptClosure({ program }: Specimen, definition: FunctionDefinition): TextEdit[] | null {
  const { tree } = program;
  const body = definition === program.main ? -1 : bodyOf(tree, definition);
  if (body < 0 || definition.isGenerator || definition.name === 'constructor') return null;
  if (/\b(arguments|super)\b/.test(textOf(tree, body))) return null;
  const [start, end] = [startOf(tree, body) + 1, endOf(tree, body) - 1];
  const async_ = definition.isAsync ? 'async ' : '';
  return around(start, end, ` return (${async_}() => {`, tree.source.slice(start, end), '})(); ');
}

/** A script in a function that is called at once; files with exports are modules and cannot be wrapped. */
export function scriptFile({ program }: Specimen): TextEdit[] | null {
  const { tree } = program;
  const statements = childrenOf(tree, 0).filter((node) => isNamed(tree, node) && kindOf(tree, node) !== 'comment');
  const first = statements.findIndex((node) => !/import/.test(kindOf(tree, node)));
  if (first < 0 || statements.slice(first).some((node) => /import|export/.test(kindOf(tree, node)))) return null;
  if (/^\s*await\b/m.test(tree.source)) return null;
  const [start, end] = [startOf(tree, statements[first]), endOf(tree, statements[statements.length - 1])];
  return around(start, end, '(function () {\n', tree.source.slice(start, end), '\n})();');
}

export function goClosure({ program }: Specimen, definition: FunctionDefinition): TextEdit[] | null {
  const { tree } = program;
  const body = definition === program.main ? -1 : bodyOf(tree, definition);
  if (body < 0) return null;
  const result = childByField(tree, definition.node, 'result');
  const isNamedResult = result >= 0 && childrenOf(tree, result).some((node) => childByField(tree, node, 'name') >= 0);
  if (isNamedResult) return null;
  const type = result < 0 ? '' : ` ${textOf(tree, result)}`;
  const [start, end] = [startOf(tree, body) + 1, endOf(tree, body) - 1];
  const before = `\n\t${result < 0 ? '' : 'return '}func()${type} {`;
  return around(start, end, before, tree.source.slice(start, end), '}()\n');
}

/** `R m(A a) { BODY }` becomes `R m(A a) { return mInner(a); }` and `private R mInner(A a) { BODY }`. */
function javaDelegate({ code, program }: Specimen, definition: FunctionDefinition): TextEdit[] | null {
  const { tree } = program;
  const { node } = definition;
  if (definition === program.main || kindOf(tree, node) !== 'method_declaration') return null;
  const [name, list, body, type] = ['name', 'parameters', 'body', 'type'].map((field) =>
    childByField(tree, node, field),
  );
  if ([name, list, body, type].some((part) => part < 0) || childByField(tree, node, 'dimensions') >= 0) return null;
  const plain = withoutAnnotations(program.tree, list);
  const call = `${textOf(tree, name)}Inner(${definition.parameters.map((parameter) => parameter.name).join(', ')});`;
  const isStatic = /\bstatic\b/.test(code.slice(startOf(tree, node), startOf(tree, name)));
  const thrown = code.slice(endOf(tree, list), startOf(tree, body));
  const isVoid = textOf(tree, type) === 'void';
  const inner = `private ${isStatic ? 'static ' : ''}${textOf(tree, type)} ${textOf(tree, name)}Inner${plain}${thrown}`;
  return [
    { start: startOf(tree, body), end: endOf(tree, body), text: `{ ${isVoid ? '' : 'return '}${call} }` },
    { start: endOf(tree, node), end: endOf(tree, node), text: `\n\n  ${inner}${textOf(tree, body)}` },
  ];
}

function withoutAnnotations(tree: Specimen['program']['tree'], list: NodeIndex): string {
  const edits: TextEdit[] = [];
  for (let node = list; node < nextOf(tree, list); node++) {
    if (!/^(marker_)?annotation$/.test(kindOf(tree, node))) continue;
    edits.push({
      start: startOf(tree, node) - startOf(tree, list),
      end: endOf(tree, node) - startOf(tree, list),
      text: '',
    });
  }
  return applyEdits(textOf(tree, list), edits);
}
