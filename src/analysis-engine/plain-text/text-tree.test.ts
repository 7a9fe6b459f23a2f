import { describe, expect, it } from 'vitest';
import { kindOf, nextOf, type SyntaxTree, textOf } from '../parsing/syntax-tree.ts';
import { readSuppressions } from '../suppressions/reading.ts';
import { textTree } from './text-tree.ts';

const shown = (tree: SyntaxTree): string[] =>
  Array.from({ length: tree.count }, (_, node) => `${kindOf(tree, node)} ${JSON.stringify(textOf(tree, node))}`);

describe('textTree', () => {
  it('is lines of words and signs', () => {
    const tree = textTree('FROM a:1\n\n  x\n');
    expect(shown(tree).slice(1)).toEqual([
      'line_statement "FROM a:1"',
      'word "FROM"',
      'word "a"',
      'sign ":"',
      'word "1"',
      'line_statement "x"',
      'word "x"',
    ]);
    expect([nextOf(tree, 0), nextOf(tree, 1)]).toEqual([8, 6]);
  });

  it('knows comments that speak to tools, whatever the language', () => {
    const tree = textTree('a # not to a tool\nb -- nosemgrep\n<!-- assay-ignore My.rule_1: fine -->\nc\n');
    const { suppressions, malformed } = readSuppressions(tree);
    expect(malformed).toEqual([]);
    expect(suppressions.map(({ style, rules, start, end }) => [style, rules, tree.source.slice(start, end)])).toEqual([
      ['nosemgrep', null, 'b -- nosemgrep'],
      ['assay-ignore', ['My.rule_1'], 'c'],
    ]);
  });

  it('holds a text of no line', () => {
    expect(textTree('').count).toBe(1);
  });
});
