// Edits that leave a defect what it is: moved code, another file name, other names of locals.

import { functionAround } from '../../../src/analysis-engine/function-ranges.ts';
import type { Finding } from '../../../src/analysis-engine/index.ts';
import type { FunctionDefinition } from '../../../src/analysis-engine/ir.ts';
import { type LocalKey, localOf, roleOf } from '../../../src/analysis-engine/local-names.ts';
import {
  childrenOf,
  endOf,
  isNamed,
  kindOf,
  type NodeIndex,
  nextOf,
  parentOf,
  startOf,
  textOf,
} from '../../../src/analysis-engine/parsing/syntax-tree.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { reformatted } from './reformatting.ts';
import { applyEdits, type Edited, nodeAt, type Specimen, unitAround } from './specimen.ts';
import { wrapped } from './wrapping.ts';

export type EditMaker = (specimen: Specimen, finding: Finding, random: SeededRandom) => Edited | null;

export const HARMLESS_EDITS: Readonly<Record<string, EditMaker>> = {
  reformat: (specimen, _finding, random) => reformatted(specimen, random),
  move: moved,
  'rename file': fileRenamed,
  'rename local': localRenamed,
  'wrap in function': wrapped,
};

const DEFINITION =
  /^(function_definition|decorated_definition|class_definition|function_declaration|method_definition|method_declaration|class_declaration)$/;

/** The function or class of the finding changes places with another one; lines are put before where there is none. */
function moved({ code, path, program, language }: Specimen, { range }: Finding, random: SeededRandom): Edited {
  const { tree } = program;
  const swaps: [NodeIndex, NodeIndex][] = [];
  for (let unit = unitAround(tree, nodeAt(tree, range.start, range.end)); unit > 0; ) {
    const siblings = childrenOf(tree, parentOf(tree, unit)).filter((node) => isNamed(tree, node));
    const at = siblings.indexOf(unit);
    for (const other of [siblings[at - 1], siblings[at + 1]]) {
      if (other !== undefined && [unit, other].every((node) => DEFINITION.test(kindOf(tree, node))))
        swaps.push([unit, other]);
    }
    unit = unitAround(tree, parentOf(tree, unit));
  }
  if (swaps.length === 0 || random.chance(0.2)) {
    const comment = language === 'python' ? '#' : '//';
    const at = language === 'go' || language === 'java' ? code.indexOf('\n') + 1 : 0;
    return {
      code: `${code.slice(0, at)}${`${comment} more lines\n`.repeat(1 + random.below(20))}${code.slice(at)}`,
      path,
    };
  }
  const [a, b] = random.pick(swaps);
  const range_ = (node: NodeIndex) => ({ start: startOf(tree, node), end: endOf(tree, node) });
  const edits = [
    { ...range_(a), text: textOf(tree, b) },
    { ...range_(b), text: textOf(tree, a) },
  ];
  return { code: applyEdits(code, edits), path };
}

function fileRenamed({ code, path }: Specimen, _: Finding, random: SeededRandom): Edited {
  const extension = path.slice(path.lastIndexOf('.'));
  return { code, path: `${random.pick(['', 'lib/', 'src/main/deep/'])}renamed${random.below(100)}${extension}` };
}

/** A variable of the function gets another name, wherever it is meant. Parameters keep theirs: frameworks read them. */
function localRenamed({ code, path, program }: Specimen, finding: Finding, random: SeededRandom): Edited | null {
  const { tree } = program;
  const ranges = [finding.range, ...finding.trace.map(({ range }) => range)].filter((range) => range.path === path);
  const around = new Set(ranges.map(({ start }) => functionAround(program, start)));
  const keys = new Map<LocalKey, NodeIndex[]>();
  for (let node = 0; node < tree.count; node++) {
    if (nextOf(tree, node) !== node + 1 || !/identifier/.test(kindOf(tree, node))) continue;
    const key = localOf(program, node);
    if (key !== null) keys.set(key, [...(keys.get(key) ?? []), node]);
  }
  const renameable = [...keys].filter(([key]) => [...around].some((definition) => isVariableOf(definition, key)));
  const own = renameable.filter(([key]) => !key.startsWith(`${program.main.id} `));
  if (own.length === 0) return null;
  const [, nodes] = random.pick(own);
  // What the old name says stays in the new one: a rule may go by it.
  const old = textOf(tree, nodes[0]);
  const fresh = `${random.pick(['my_', 'the_', 'z', 'a_long_name_for_'])}${old}`;
  const edits = nodes.map((node) => {
    const key = roleOf(tree, node) === 'local-and-key' ? `${textOf(tree, node)}: ` : '';
    return { start: startOf(tree, node), end: endOf(tree, node), text: `${key}${fresh}` };
  });
  return { code: applyEdits(code, edits), path };
}

function isVariableOf(definition: FunctionDefinition, key: LocalKey): boolean {
  const name = key.slice(key.indexOf(' ') + 1);
  return key.startsWith(`${definition.id} `) && !definition.parameters.some((parameter) => parameter.name === name);
}
