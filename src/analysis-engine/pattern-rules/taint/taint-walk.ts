// Follows data through each function of a file, statement by statement: what an expression is made of taints it, an
// assignment taints its target, a sanitizer's result is clean. Calls carry what they are given; they are not followed.

import { LIMITS } from '../../limits.ts';
import type { CodeFile } from '../code-tree/code-file.ts';
import { type CodeNode, LIST_KINDS, NONE } from '../code-tree/code-node.ts';
import { typeOf } from '../code-tree/types.ts';
import type { StepBudget } from '../matching/matcher.ts';
import type { TaintOptions } from '../rule-language/taint-rule.ts';
import type { SinkMark, TaintMarks } from './taint-marks.ts';
import {
  joined,
  labelsAt,
  labelsBelow,
  labelsWithin,
  Places,
  sameState,
  setLabels,
  type TaintState,
} from './taint-state.ts';

/** Rounds of a loop until what is tainted no longer grows; labels and places are few. */
const LOOP_ROUNDS = 4;

/** One walk over a file with the marks of one rule. */
export class TaintWalk {
  readonly found = new Set<SinkMark>();
  readonly #file: CodeFile;
  readonly #marks: TaintMarks;
  readonly #options: TaintOptions;
  readonly #budget: StepBudget;
  readonly #places: Places;
  /** labels of nodes as last evaluated, for propagators */
  readonly #labels = new Map<string, number>();
  /** null where no way leads to */
  #state: TaintState | null = new Map();
  #depth = 0;
  /** what a field is being read of */
  #object: CodeNode | null = null;

  constructor(file: CodeFile, marks: TaintMarks, options: TaintOptions, budget: StepBudget) {
    this.#file = file;
    this.#marks = marks;
    this.#options = options;
    this.#budget = budget;
    this.#places = new Places(file);
  }

  /** Walks the whole file and gives the sinks that tainted data reaches. */
  run(): readonly SinkMark[] {
    this.#evaluate(this.#file.root);
    return [...this.found];
  }

  /** The labels of what a node evaluates to; statements evaluate to what they hold. */
  #evaluate(node: CodeNode): number {
    if (node === NONE || --this.#budget.left < 0 || this.#depth >= LIMITS.nesting) return 0;
    this.#depth++;
    const labels = this.#marked(node, this.#plain(node));
    this.#depth--;
    return labels;
  }

  /** Sanitizers, sources, sinks and propagators at the node. */
  #marked(node: CodeNode, plain: number): number {
    const { sources, sanitized, sinks, propagators } = this.#marks;
    let labels = plain;
    const sanitizer = sanitized.get(node);
    if (sanitizer) {
      labels = 0;
      if (sanitizer.bySideEffect) this.#write(node, 0);
    } else {
      for (const source of sources.get(node) ?? []) {
        if (source.requires && !source.requires(labels)) continue;
        labels |= source.label;
        if (source.bySideEffect) this.#write(node, labels);
      }
      if (labels !== 0 && this.#isSafe(node)) labels = 0;
    }
    for (const mark of sinks.get(node) ?? []) if (labels !== 0 && mark.sink.requires(labels)) this.found.add(mark);
    if (propagators.size > 0) this.#propagate(node, labels);
    return labels;
  }

  #propagate(node: CodeNode, labels: number): void {
    this.#labels.set(`${node.start}-${node.end}`, labels);
    for (const { from, to } of this.#marks.propagators.get(node) ?? []) {
      const carried = this.#labels.get(`${from.start}-${from.end}`) ?? this.#listLabels(from);
      const place = this.#places.of(to);
      if (carried !== 0 && place !== null && this.#state) {
        this.#state.set(place, labelsAt(this.#state, place) | carried);
      }
    }
  }

  #listLabels(list: CodeNode): number {
    return list.parts.reduce((labels, part) => labels | (this.#labels.get(`${part.start}-${part.end}`) ?? 0), 0);
  }

  #isSafe(node: CodeNode): boolean {
    const { safeNumbers, safeBooleans } = this.#options;
    if (!safeNumbers && !safeBooleans) return false;
    const type = typeOf(this.#file, node)?.value ?? '';
    return (safeNumbers && NUMBERS.has(type)) || (safeBooleans && BOOLEANS.has(type));
  }

  #plain(node: CodeNode): number {
    switch (node.kind) {
      case 'name':
        return this.#read(node);
      case 'member':
      case 'index':
        return this.#member(node);
      case 'assign':
        return this.#assign(node);
      case 'call':
        return this.#call(node);
      case 'binary':
        return this.#binary(node);
      case 'conditional':
        return this.#conditional(node);
      case 'function':
      case 'lambda':
        return this.#function(node);
      default:
        return STATEMENTS.has(node.kind) ? this.#statement(node) : this.#all(node.parts);
    }
  }

  #all(parts: readonly CodeNode[]): number {
    let labels = 0;
    for (const part of parts) labels |= this.#evaluate(part);
    return labels;
  }

  #read(node: CodeNode): number {
    const place = this.#places.of(node);
    if (place === null || this.#state === null) return 0;
    return this.#isObject(node) ? labelsAt(this.#state, place) : labelsWithin(this.#state, place);
  }

  /** Whether a field of the node is read, so that its other fields do not count. */
  #isObject(node: CodeNode): boolean {
    const isObject = this.#object === node;
    this.#object = null;
    return isObject;
  }

  #member(node: CodeNode): number {
    const [object, key] = node.parts;
    const isObject = this.#isObject(node);
    this.#object = object;
    const whole = this.#evaluate(object);
    this.#object = null;
    const index = node.kind === 'index' && !this.#options.safeIndexes ? this.#evaluate(key) : 0;
    const place = this.#places.of(node);
    if (place === null || this.#state === null || this.#marks.sanitized.has(object)) return whole | index;
    // What was written to the field itself says more than what its object holds.
    const below = isObject ? 0 : labelsBelow(this.#state, place);
    return (this.#state.get(place) ?? whole | below) | index;
  }

  #call(node: CodeNode): number {
    const [callee, args] = node.parts;
    const receiver = callee.kind === 'member' ? this.#evaluate(callee.parts[0]) : 0;
    const own = this.#evaluateCallee(callee);
    const given = this.#evaluate(args);
    return this.#options.safeFunctions ? own | receiver : own | receiver | given;
  }

  /** The callee for its marks; `x.f` was evaluated as far as `x`. */
  #evaluateCallee(callee: CodeNode): number {
    if (callee.kind === 'name') return this.#evaluate(callee);
    return callee.kind === 'member' ? this.#marked(callee, 0) : this.#evaluate(callee);
  }

  #binary(node: CodeNode): number {
    // Concatenations lean to the left and may be long.
    const operands: CodeNode[] = [];
    let at = node;
    const isPlain = (inner: CodeNode): boolean => inner.value === node.value && !this.#isMarked(inner);
    for (; at.kind === 'binary' && (at === node || isPlain(at)); at = at.parts[0]) operands.push(at.parts[1]);
    let labels = this.#evaluate(at);
    for (const operand of operands.reverse()) labels |= this.#evaluate(operand);
    return this.#options.safeComparisons && COMPARISON.test(node.value) ? 0 : labels;
  }

  #isMarked(node: CodeNode): boolean {
    const { sources, sanitized, sinks, propagators } = this.#marks;
    return sources.has(node) || sanitized.has(node) || sinks.has(node) || propagators.has(node);
  }

  #conditional(node: CodeNode): number {
    this.#evaluate(node.parts[0]);
    return this.#evaluate(node.parts[1]) | this.#evaluate(node.parts[2]);
  }

  #assign(node: CodeNode): number {
    const [modifiers, target, , value] = node.parts;
    this.#evaluate(modifiers);
    if (value === NONE) return 0;
    const given = this.#evaluate(value);
    const labels = node.value === '=' ? given : given | this.#evaluate(target);
    if (target.kind === 'member' || target.kind === 'index') {
      const object = this.#evaluate(target.parts[0]);
      const key = target.kind === 'index' ? this.#evaluate(target.parts[1]) : 0;
      this.#marked(target, object | key);
    }
    this.#assignTo(target, value, labels);
    return labels;
  }

  #assignTo(target: CodeNode, value: CodeNode, labels: number): void {
    if (target.kind === 'tuple' || target.kind === 'array' || target.kind === 'record') {
      const pairwise = value.kind === target.kind && value.parts.length === target.parts.length;
      target.parts.forEach((part, index) => {
        const inside = part.kind === 'pair' ? part.parts[1] : part;
        this.#assignTo(inside, NONE, pairwise ? this.#evaluate(value.parts[index]) : labels);
      });
      return;
    }
    // What is written to is marked where the pattern speaks of the variable.
    this.#write(target, target.kind === 'name' ? this.#marked(target, labels) : labels);
  }

  #write(target: CodeNode, labels: number): void {
    const place = this.#places.of(target);
    if (place !== null && this.#state) setLabels(this.#state, place, labels);
    else for (const part of target.parts) if (target.kind !== 'call') this.#write(part, labels);
  }

  /** A function of its own begins with nothing; one inside of another sees what is around it. */
  #function(node: CodeNode): number {
    const isLambda = node.kind === 'lambda';
    const parameters = isLambda ? node.parts[1] : node.parts[4];
    const body = isLambda ? node.parts[3] : node.parts[6];
    if (!isLambda) this.#evaluate(node.parts[0]);
    const outside = this.#state;
    this.#state = new Map(outside ?? []);
    for (const parameter of parameters.parts) this.#parameter(parameter);
    const labels = this.#evaluate(body);
    this.#state = outside;
    return isLambda && body.kind !== LIST_KINDS.block ? labels : 0;
  }

  #parameter(node: CodeNode): void {
    if (node.kind !== 'parameter') return;
    const name = node.parts[2];
    this.#evaluate(node.parts[0]);
    this.#write(name, 0);
    const labels = this.#marked(name, 0) | this.#marked(node, 0);
    if (labels !== 0) this.#write(name, labels);
    for (const part of name.parts) {
      const inside = part.kind === 'pair' ? part.parts[1] : part;
      const own = this.#marked(inside, labels);
      if (own !== 0) this.#write(inside, own);
    }
  }

  #statement(node: CodeNode): number {
    const { kind, parts } = node;
    if (kind === LIST_KINDS.block || kind === LIST_KINDS.members) {
      for (const part of parts) this.#evaluate(part);
      return 0;
    }
    if (kind === 'return' || kind === 'throw') {
      const labels = this.#all(parts);
      if (kind === 'throw') return this.#leave(labels);
      const marked = this.#marked(node, labels);
      return this.#leave(marked);
    }
    if (kind === 'if') return this.#branches(parts[0], [parts[1], parts[2]]);
    if (kind === 'switch') return this.#branches(parts[0], [...parts[1].parts, NONE]);
    if (kind === 'case') return this.#all(parts);
    if (kind === 'try') return this.#try(node);
    if (kind === 'each') return this.#loop(parts[3], [parts[4]], parts[2], parts[5]);
    if (kind === 'while') return this.#loop(parts[0], [parts[1]], NONE, parts[2]);
    if (kind === 'for') {
      this.#evaluate(parts[0]);
      return this.#loop(parts[1], [parts[3], parts[2]], NONE, NONE);
    }
    return this.#bound(node);
  }

  #leave(labels: number): number {
    this.#state = null;
    return labels;
  }

  #branches(condition: CodeNode, ways: readonly CodeNode[]): number {
    this.#evaluate(condition);
    const before = this.#state;
    let after: TaintState | null = null;
    for (const way of ways) {
      this.#state = before === null ? null : new Map(before);
      this.#evaluate(way);
      after = joined(after, this.#state);
    }
    this.#state = after;
    return 0;
  }

  /** A handler may begin after any statement of the body. */
  #try(node: CodeNode): number {
    const [resources, body, handlers, otherwise, last] = node.parts;
    this.#evaluate(resources);
    const before = this.#state === null ? null : new Map(this.#state);
    this.#evaluate(body);
    const thrown = joined(before, this.#state);
    this.#evaluate(otherwise);
    let after = this.#state;
    for (const handler of handlers.parts) {
      this.#state = thrown === null ? null : new Map(thrown);
      this.#evaluate(handler);
      after = joined(after, this.#state);
    }
    this.#state = after;
    this.#evaluate(last);
    return 0;
  }

  #loop(head: CodeNode, bodies: readonly CodeNode[], target: CodeNode, otherwise: CodeNode): number {
    for (let round = 0; round < LOOP_ROUNDS; round++) {
      const before: TaintState | null = this.#state === null ? null : new Map(this.#state);
      const labels = this.#evaluate(head);
      if (target !== NONE) this.#assignTo(target, NONE, labels);
      for (const body of bodies) this.#evaluate(body);
      this.#state = joined(before, this.#state);
      if (sameState(before, this.#state)) break;
    }
    this.#evaluate(otherwise);
    return 0;
  }

  /** `with f() as x`, `catch (E e)`: a name and what it stands for. */
  #bound(node: CodeNode): number {
    if (node.kind === 'catch') {
      this.#write(node.parts[1], this.#marked(node.parts[1], 0));
      return this.#evaluate(node.parts[2]);
    }
    const labels = this.#evaluate(node.parts[0]);
    if (node.parts[1] !== NONE) this.#assignTo(node.parts[1], NONE, labels);
    return labels;
  }
}

const COMPARISON = /^(?:[=!]==?|[<>]=?|in|not in|is|is not|instanceof)$/;
const NUMBERS: ReadonlySet<string> = new Set([
  'int',
  'long',
  'short',
  'byte',
  'float',
  'double',
  'number',
  'float64',
  'Integer',
  'Long',
  'Double',
]);
const BOOLEANS: ReadonlySet<string> = new Set(['bool', 'boolean', 'Boolean']);

const STATEMENTS: ReadonlySet<string> = new Set([
  LIST_KINDS.block,
  LIST_KINDS.members,
  'return',
  'throw',
  'if',
  'switch',
  'case',
  'try',
  'each',
  'while',
  'for',
  'catch',
  'resource',
]);
