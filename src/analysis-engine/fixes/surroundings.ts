// The code around a finding as fixes look at it: the function that it is in, the statement, and the names that its value gets.
import { kindTest } from '../parsing/kind-sets.ts';
import { endOf, kindOf, type NodeIndex, parentOf, startOf, textOf } from '../parsing/syntax-tree.ts';
import { statementAround } from './code-style.ts';
import type { Fix, FixContext } from './fix.ts';

const isFunctionNode = kindTest(
  (kind, named) =>
    named &&
    /^(?:(?:function|method|constructor)_(?:declaration|definition)|(?:generator_)?function.*|func_literal)$/.test(
      kind,
    ),
);

export interface CodeAround {
  /** the whole function, or the file where there is none */
  readonly code: string;
  readonly statement: string;
  /** its name, empty where it has none */
  readonly functionName: string;
  /** what stands between its name and its body */
  readonly head: string;
}

/** The function and the statement around the finding. */
export function codeAround({ tree, node, source, start, end }: FixContext): CodeAround {
  let around: NodeIndex = node;
  while (around > 0 && !isFunctionNode(tree, around)) around = parentOf(tree, around);
  const code = around > 0 ? textOf(tree, around) : source;
  const statement = statementAround(tree, node);
  const head = around > 0 ? (/^[^{:]*(?:\([^{]*?\))?[^{]*/.exec(code)?.[0] ?? '') : '';
  return {
    code,
    statement:
      statement < 0 ? source.slice(start, end) : source.slice(startOf(tree, statement), endOf(tree, statement)),
    functionName: around > 0 ? (/([\w$]+)\s*\(/.exec(head.replace(/^func\s*\([^)]*\)/, ''))?.[1] ?? '') : '',
    head,
  };
}

/** Names of the statement, of the function, and of the statements that speak of what the value is assigned to. */
export function namesAround(context: FixContext): string[] {
  const { code, statement, functionName } = codeAround(context);
  const target =
    /^(?:[\w.<>[\]$]+\s+)*([\w$]+)(?:\s*:[^=]+)?\s*:?=/.exec(statement)?.[1] ??
    /\.nextBytes\(\s*(\w+)\s*\)/.exec(statement)?.[1];
  const mentions = target === undefined ? null : new RegExp(`(?<![\\w$])${target.replaceAll('$', '\\$')}(?![\\w$])`);
  const lines = mentions === null ? [] : code.split('\n').filter((line) => mentions.test(line));
  const texts = [functionName, statement, ...lines]
    .join('\n')
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
  return texts.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

/** A fix that takes the repairs of the library facts where the code around says that they are right. */
export function repairsWhere(name: string, isRight: (context: FixContext) => boolean): Fix {
  return (context) => (isRight(context) ? context.repairs.at(name, context) : []);
}

/** The condition of the branch that the finding is in, or `except` in a branch for errors; empty where it is in none. */
export function branchAround({ tree, node, source }: FixContext): string {
  for (let at = node; at > 0 && !isFunctionNode(tree, at); at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (/^(?:except|catch)_clause$/.test(kind)) return 'except';
    if (/^(?:if_statement|elif_clause|else_clause)$/.test(kind)) return source.slice(startOf(tree, at)).split('\n')[0];
  }
  return '';
}
