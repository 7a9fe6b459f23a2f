// The statement that a finding is about. A function that only returns what another one of the file returns is a wrapper:
// the statement is then the other one's, so that wrapping a function leaves its findings what they are.
import type { Candidate } from './flow/report.ts';
import type { Trace } from './flow/trace.ts';
import { functionAround } from './function-ranges.ts';
import type { FunctionDefinition, Program } from './ir.ts';
import { statementAround } from './normalised-code.ts';
import {
  childByField,
  endOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  parentOf,
  startOf,
  textOf,
} from './parsing/syntax-tree.ts';

export interface SinkStatement {
  readonly start: number;
  readonly end: number;
  /** the trace as far as that statement */
  readonly trace: Trace | null;
}

/** Wrappers in wrappers that are looked through; people write one. */
const MOST_WRAPPERS = 3;

export function sinkStatement({ program, node, trace }: Candidate): SinkStatement {
  let at = node;
  let last = trace;
  for (let wrappers = 0; wrappers < MOST_WRAPPERS; wrappers++) {
    const call = returnedCall(program, at);
    const definition = call < 0 ? null : calledFunction(program, call);
    if (definition === null) break;
    const before = last?.event === 'returned' && last.node === call ? last.previous : last;
    const inner = returnStatement(program, definition, before);
    if (inner < 0) break;
    at = inner;
    last = before;
  }
  return { ...statementAround(program.tree, at), trace: last };
}

/** Whether a call's result is returned as it is: the function around it is a wrapper. */
export function isReturnedAsIs(program: Program, call: NodeIndex): boolean {
  return returnedCall(program, call) === call;
}

/** The call when the node is in a statement that does no more than to return what a call gives, else -1. */
function returnedCall({ tree }: Program, node: NodeIndex): NodeIndex {
  let statement = node;
  while (statement >= 0 && kindOf(tree, statement) !== 'return_statement') {
    if (
      !/^(call|call_expression|method_invocation|await|parenthesized_expression|await_expression)$/.test(
        kindOf(tree, statement),
      )
    )
      return -1;
    statement = parentOf(tree, statement);
  }
  let call = statement;
  while (call >= 0 && /^(return_statement|await|parenthesized_expression|await_expression)$/.test(kindOf(tree, call))) {
    const parts = namedChildrenOf(tree, call);
    call = parts.length === 1 ? parts[0] : -1;
  }
  return call >= 0 && /^(call|call_expression|method_invocation)$/.test(kindOf(tree, call)) ? call : -1;
}

/** The function of this file that a call means by its bare name, or that it calls where it is written. */
function calledFunction(program: Program, call: NodeIndex): FunctionDefinition | null {
  const { tree } = program;
  const callee = childByField(tree, call, kindOf(tree, call) === 'method_invocation' ? 'name' : 'function');
  if (callee < 0 || childByField(tree, call, 'object') >= 0) return null;
  const isName = nextOf(tree, callee) === callee + 1;
  const name = isName ? textOf(tree, callee) : '';
  const isInside = ({ node }: FunctionDefinition) =>
    startOf(tree, node) >= startOf(tree, callee) && endOf(tree, node) <= endOf(tree, callee);
  const candidates = program.functions.filter((each) => (isName ? each.name === name : isInside(each)));
  return isName && candidates.length > 1 ? null : (candidates[0] ?? null);
}

/** The one that the value last passed before it was returned, or the only one. */
function returnStatement(program: Program, definition: FunctionDefinition, before: Trace | null): NodeIndex {
  const { tree } = program;
  const statements: NodeIndex[] = [];
  for (let node = definition.node; node < nextOf(tree, definition.node); node++) {
    if (kindOf(tree, node) !== 'return_statement') continue;
    if (functionAround(program, startOf(tree, node)) === definition) statements.push(node);
  }
  const passed = statements.find((statement) => {
    if (before === null || before.program !== program) return false;
    return startOf(tree, before.node) >= startOf(tree, statement) && endOf(tree, before.node) <= endOf(tree, statement);
  });
  return passed ?? (statements.length === 1 ? statements[0] : -1);
}
