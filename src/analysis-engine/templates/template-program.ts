// A template as a program without steps: its outputs are nodes, so that traces can point at them.
import type { Program } from '../ir.ts';
import { type Grammar, NODE_STRIDE, type NodeIndex } from '../parsing/syntax-tree.ts';
import { flowlessProgram } from '../plain-text/flowless-program.ts';
import type { ReadTemplate, TemplateOutput } from './template-reader.ts';

const KINDS = ['', 'template', 'output'];
const [TEMPLATE, OUTPUT] = [1, 2];

const GRAMMAR: Grammar = {
  name: 'template',
  kinds: KINDS,
  named: new Uint8Array([0, 1, 1]),
  fields: [''],
  kindIds: new Map([
    ['template', [TEMPLATE]],
    ['output', [OUTPUT]],
  ]),
  fieldIds: new Map(),
  errorKind: -1,
};

export interface TemplateProgram {
  readonly program: Program;
  readonly nodeOf: (output: TemplateOutput) => NodeIndex;
}

export function templateProgram(path: string, source: string, { outputs }: ReadTemplate): TemplateProgram {
  const sorted = [...outputs].sort((a, b) => a.start - b.start);
  const count = sorted.length + 1;
  const nodes = new Int32Array(count * NODE_STRIDE);
  nodes.set([TEMPLATE, 0, source.length, -1, 0, count]);
  sorted.forEach(({ start, end }, index) => {
    nodes.set([OUTPUT, start, end, 0, 0, index + 2], (index + 1) * NODE_STRIDE);
  });
  const program = flowlessProgram({ source, grammar: GRAMMAR, nodes, count, errorCount: 0 }, 'template', path);
  return { program, nodeOf: (output) => sorted.indexOf(output) + 1 };
}
