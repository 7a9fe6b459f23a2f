// Special methods of Python whose result has to be of one type, and is seen to be of another.
import {
  type Check,
  type CheckFinding,
  type Expression,
  type FunctionDefinition,
  neverEnds,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

type Shape = 'text' | 'bytes' | 'integer' | 'real' | 'truth' | 'none' | 'list' | 'tuple' | 'record';

interface Contract {
  readonly takes: readonly Shape[];
  readonly words: string;
}

const TEXT: Contract = { takes: ['text'], words: 'a text' };
const INTEGER: Contract = { takes: ['integer', 'truth'], words: 'an integer' };
const CONTRACTS: Readonly<Record<string, Contract>> = {
  __bool__: { takes: ['truth'], words: '`True` or `False`' },
  __str__: TEXT,
  __repr__: TEXT,
  __format__: TEXT,
  __bytes__: { takes: ['bytes'], words: 'bytes' },
  __len__: INTEGER,
  __length_hint__: { takes: ['integer', 'truth', 'none'], words: 'an integer' },
  __hash__: INTEGER,
  __index__: INTEGER,
  __int__: INTEGER,
  __float__: { takes: ['real'], words: 'a number with a fraction' },
  __getnewargs__: { takes: ['tuple'], words: 'a tuple' },
  __getnewargs_ex__: { takes: ['tuple'], words: 'a tuple of a tuple and a dictionary' },
};

/** Reports the value that is returned, or the name of a method that returns none. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  const methods = new Map<FunctionDefinition, Contract>();
  for (const { methods: own } of program.classes) {
    for (const method of own) {
      if (!Object.hasOwn(CONTRACTS, method.name) || method.annotations.length > 0) continue;
      const contract = CONTRACTS[method.name];
      const head = headOf(tree, method);
      if (method.isAsync || method.isGenerator) {
        const what = method.isAsync ? 'a coroutine' : 'a generator';
        findings.push({ ...head, message: `\`${method.name}\` has to return ${contract.words}, and gives ${what}.` });
      } else if (isForgotten(method, contract)) {
        findings.push({ ...head, message: `\`${method.name}\` has to return ${contract.words}, and returns nothing.` });
      } else methods.set(method, contract);
    }
  }
  for (const { item, definition } of methods.size === 0 ? [] : sightingsOf(program, 'return')) {
    const contract = methods.get(definition);
    const shape = item.value === null ? 'none' : shapeOf(tree, item.value);
    if (contract === undefined || shape === null || contract.takes.includes(shape)) continue;
    const message = `\`${definition.name}\` has to return ${contract.words}.`;
    findings.push({ ...rangeOf(tree, item.value?.node ?? item.node), message });
  }
  return findings;
};

/** Its name: from the `def` to the parenthesis. */
function headOf(tree: SyntaxTree, { node, name }: FunctionDefinition): { start: number; end: number } {
  const start = tree.source.indexOf(name, startOf(tree, node));
  return { start, end: start + name.length };
}

/** A body that comes to its end and never returns anything; one that does nothing at all stands for those of other classes. */
function isForgotten({ body }: FunctionDefinition, { takes }: Contract): boolean {
  if (body.length === 0 || takes.includes('none') || neverEnds(body)) return false;
  // A comment of documentation is a step as well.
  const works = body.some((step) => step.kind === 'evaluate' && step.expression.kind !== 'constant');
  return works && body.every(({ kind }) => kind === 'evaluate');
}

/** What a value is for certain; null where that is not seen. */
function shapeOf(tree: SyntaxTree, value: Expression): Shape | null {
  switch (value.kind) {
    case 'constant':
      if (value.value === null) return 'none';
      if (typeof value.value === 'boolean') return 'truth';
      if (typeof value.value === 'number') return /[.eEjJ]/.test(textOf(tree, value.node)) ? 'real' : 'integer';
      return /^[rR]?[bB]/.test(textOf(tree, value.node)) ? 'bytes' : 'text';
    case 'text':
      return 'text';
    case 'list':
      return /^[[{]/.test(textOf(tree, value.node)) ? 'list' : 'tuple';
    case 'record':
      return 'record';
    default:
      return null;
  }
}
