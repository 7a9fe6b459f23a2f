// Constructors: written ones, the ones Java adds, and what each does first (superclass, fields, outer object).
import type { Argument, Expression, FunctionDefinition, Parameter, Step } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { childByField, kindOf, type NodeIndex, namedChildrenOf } from '../../parsing/syntax-tree.ts';
import { annotationsOf } from './annotations.ts';
import { assignMember, type Initializer } from './class-members.ts';
import { type ClassOutline, hasModifier, modifiersOf, nameOf, parametersOf } from './class-outline.ts';
import { declareParameter, lowerFunction, lowerParameter } from './functions.ts';
import { currentClass, type JavaFile, OUTER_OBJECT } from './java-file.ts';
import { syntheticHead } from './methods.ts';
import { lowerSteps } from './statements.ts';

/** Method that sets the fields' first values and runs the initialiser blocks; every constructor calls it. */
const INITIALIZER = '<fields>';

/** Name of the parameter through which an anonymous class hands its arguments to its superclass. */
const REST = '*arguments';

const isComment = kindSet('line_comment', 'block_comment');

export function lowerConstructors(
  file: JavaFile,
  outline: ClassOutline,
  written: readonly NodeIndex[],
  initializers: readonly Initializer[],
): FunctionDefinition[] {
  const methods: FunctionDefinition[] = [];
  const initializes = initializers.length > 0;
  if (initializes) {
    methods.push(
      lowerFunction(
        file,
        syntheticHead(file, outline.node, INITIALIZER),
        () => [],
        (steps) => {
          for (const initialize of initializers) initialize(steps);
        },
      ),
    );
  }
  for (const node of written) methods.push(lowerConstructor(file, outline, node, initializes));
  const isRecord = outline.kind === 'record';
  if (isRecord && !written.some((node) => isCanonical(file, outline, node))) {
    methods.push(canonicalConstructor(file, outline, initializes));
  } else if (!isRecord && written.length === 0 && (initializes || outline.needsOuter)) {
    methods.push(defaultConstructor(file, outline, initializes));
  }
  return methods;
}

function isCanonical(file: JavaFile, outline: ClassOutline, node: NodeIndex): boolean {
  if (kindOf(file.tree, node) === 'compact_constructor_declaration') return true;
  return parametersOf(file.tree, node).length === parametersOf(file.tree, outline.node).length;
}

function lowerConstructor(
  file: JavaFile,
  outline: ClassOutline,
  node: NodeIndex,
  initializes: boolean,
): FunctionDefinition {
  const { tree } = file;
  const isCompact = kindOf(tree, node) === 'compact_constructor_declaration';
  const listNode = isCompact ? outline.node : node;
  return lowerFunction(
    file,
    {
      ...syntheticHead(file, node, 'constructor', { isPublic: hasModifier(tree, node, 'public') }),
      annotations: annotationsOf(file, modifiersOf(tree, node)),
    },
    () => [
      ...outerParameter(file, outline, node),
      ...parametersOf(tree, listNode).map((parameter) => lowerParameter(file, parameter)),
    ],
    (steps) => {
      const body = childByField(tree, node, 'body');
      const statements = body < 0 ? [] : namedChildrenOf(tree, body).filter((child) => !isComment(tree, child));
      const call = statements.length > 0 && kindOf(tree, statements[0]) === 'explicit_constructor_invocation';
      const callsThis = call && kindOf(tree, childByField(tree, statements[0], 'constructor')) === 'this';
      keepOuter(file, outline, node, steps);
      if (call) lowerSteps(file, statements.slice(0, 1), steps);
      else callSuper(file, outline, node, steps, []);
      if (!callsThis && initializes) callInitializer(node, steps);
      lowerSteps(file, call ? statements.slice(1) : statements, steps);
      if (isCompact) keepComponents(file, outline, node, steps);
    },
  );
}

function canonicalConstructor(file: JavaFile, outline: ClassOutline, initializes: boolean): FunctionDefinition {
  const { node } = outline;
  return lowerFunction(
    file,
    syntheticHead(file, node, 'constructor', { isPublic: true }),
    () => parametersOf(file.tree, node).map((parameter) => lowerParameter(file, parameter)),
    (steps) => {
      if (initializes) callInitializer(node, steps);
      keepComponents(file, outline, node, steps);
    },
  );
}

/** Takes what it is given to the superclass, as anonymous classes do; others are given nothing. */
function defaultConstructor(file: JavaFile, outline: ClassOutline, initializes: boolean): FunctionDefinition {
  const { node } = outline;
  return lowerFunction(
    file,
    syntheticHead(file, node, 'constructor', { isPublic: true }),
    () => [
      ...outerParameter(file, outline, node),
      declareParameter(file, node, REST, undefined, { annotations: [], kind: 'rest' }),
    ],
    (steps) => {
      keepOuter(file, outline, node, steps);
      callSuper(file, outline, node, steps, [{ value: file.scopes.read(REST, node), name: null, spread: 'list' }]);
      if (initializes) callInitializer(node, steps);
    },
  );
}

function outerParameter(file: JavaFile, outline: ClassOutline, node: NodeIndex): Parameter[] {
  if (!outline.needsOuter) return [];
  return [
    declareParameter(file, node, OUTER_OBJECT, { name: outline.outer?.qualifiedName ?? null, isIntegral: false }),
  ];
}

function keepOuter(file: JavaFile, outline: ClassOutline, node: NodeIndex, steps: Step[]): void {
  if (!outline.needsOuter) return;
  steps.push(assignMember(node, { kind: 'this', node }, OUTER_OBJECT, file.scopes.read(OUTER_OBJECT, node)));
}

function keepComponents(file: JavaFile, outline: ClassOutline, node: NodeIndex, steps: Step[]): void {
  for (const parameter of parametersOf(file.tree, outline.node)) {
    const name = nameOf(file.tree, parameter);
    steps.push(assignMember(node, { kind: 'this', node }, name, file.scopes.read(name, node)));
  }
}

function callInitializer(node: NodeIndex, steps: Step[]): void {
  const callee: Expression = { kind: 'member', node, object: { kind: 'this', node }, key: INITIALIZER };
  steps.push({
    kind: 'evaluate',
    node,
    expression: { kind: 'call', node, callee, arguments: [], construction: false },
  });
}

/** The call of the superclass's constructor that Java adds; of classes in this file only, where it can do something. */
function callSuper(
  file: JavaFile,
  outline: ClassOutline,
  node: NodeIndex,
  steps: Step[],
  args: readonly Argument[],
): void {
  const [base] = outline.bases;
  const passesOn = outline.form === 'anonymous' && outline.baseNodes.length > 0;
  if (!passesOn && (!base || base.kind === 'interface')) return;
  const hidden = base?.needsOuter && outline.form !== 'anonymous' ? [outerArgument(file, node)] : [];
  const callee: Expression = { kind: 'super', node };
  const expression: Expression = { kind: 'call', node, callee, arguments: [...hidden, ...args], construction: false };
  steps.push({ kind: 'evaluate', node, expression });
}

function outerArgument(file: JavaFile, node: NodeIndex): Argument {
  return { value: file.scopes.read(OUTER_OBJECT, node), name: null, spread: 'none' };
}

/** What a written `this(…)` or `super(…)` passes besides its arguments: the outer object, where the callee takes it. */
export function hiddenSuperArgument(file: JavaFile, node: NodeIndex, isThis: boolean): Argument | null {
  const outline = currentClass(file);
  if (!outline) return null;
  const takes = isThis ? outline.needsOuter : (outline.bases[0]?.needsOuter ?? false);
  return takes ? outerArgument(file, node) : null;
}
