import { expect, test } from 'vitest';
import { parserForTests } from '../testing/load-grammar.ts';
import { dumpTree } from './tree-dump.ts';

test('fields, kinds, ranges and leaves; tokens quoted', async () => {
  const parser = await parserForTests('python');
  const tree = parser.parse('x = f(\n  "é",\n)\n', 'python');
  expect(dumpTree(tree, { namedOnly: true })).toBe(
    [
      'module [1:1-4:1]',
      '  expression_statement [1:1-3:2]',
      '    assignment [1:1-3:2]',
      '      left: identifier [1:1-1:2] "x"',
      '      right: call [1:5-3:2]',
      '        function: identifier [1:5-1:6] "f"',
      '        arguments: argument_list [1:6-3:2]',
      '          string [2:3-2:6]',
      '            string_start [2:3-2:4] "\\""',
      '            string_content [2:4-2:5] "é"',
      '            string_end [2:5-2:6] "\\""',
      '',
    ].join('\n'),
  );
  expect(dumpTree(tree)).toContain('\n          "," [2:6-2:7]\n');
});
