// Assignments whose value no path reads.
import {
  type Check,
  type CheckFinding,
  type DeadStore,
  deadStoresOf,
  type Expression,
  type FunctionDefinition,
  isNamedOnce,
  kindOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  startOf,
  type Target,
  type VariableUse,
  variablesOf,
} from '../../analysis-engine/index.ts';

/** Reports the assignment's target. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  const writesOf = createWriteIndex();
  for (const definition of program.functions) {
    // What a file assigns may be meant for those who import it.
    if (definition === program.main) continue;
    for (const store of deadStoresOf(definition)) {
      const use = variablesOf(program, definition)[store.target.variable.slot];
      if (use === undefined || use.isUnstable || use.isReadByClosure) continue;
      if (!isMeant(tree, store) || !isStatement(writesOf(use), store) || isDeclaredElsewhere(tree, store)) continue;
      if (language === 'go' && (/^err/i.test(use.name) || isShadowed(definition, use))) continue;
      if (!isNamedOnce(program, definition, use)) continue;
      findings.push({
        ...rangeOf(tree, store.target.node),
        message: `The value assigned to \`${use.name}\` is never read.`,
      });
    }
  }
  return findings;
};

/** Of two variables with one name it is not always certain which one is read. */
function isShadowed({ slots }: FunctionDefinition, { name }: VariableUse): boolean {
  return slots.indexOf(name) !== slots.lastIndexOf(name);
}

type Writes = ReadonlyMap<Target, VariableUse['writes'][number]>;

/** The writes of a variable by their target: one variable may be written as often as the file is long. */
function createWriteIndex(): (use: VariableUse) => Writes {
  const known = new Map<VariableUse, Writes>();
  return (use) => {
    const writes = known.get(use) ?? new Map(use.writes.map((write) => [write.item, write]));
    known.set(use, writes);
    return writes;
  };
}

/** The value of an assignment inside an expression is used there. */
function isStatement(writes: Writes, { target }: DeadStore): boolean {
  const write = writes.get(target);
  const step = write?.parent?.parent?.item;
  return step !== undefined && 'kind' in step && step.kind === 'evaluate';
}

/** Not a default, not a counter's last step, not one part of several, not a name that says it is unused. */
function isMeant(tree: SyntaxTree, { assignment, target }: DeadStore): boolean {
  // Go's `*p = x` writes what others see.
  if (tree.source[startOf(tree, assignment.node)] === '*' || tree.source[startOf(tree, target.node)] === '*')
    return false;
  if (assignment.target !== target || assignment.operator !== null) return false;
  return !/^_|^(unused|ignored?|dummy)/i.test(target.variable.name) && isComputed(assignment.value);
}

function isComputed(value: Expression): boolean {
  switch (value.kind) {
    case 'call':
      // `new T` is what a variable holds before it gets its value.
      return !value.construction || value.arguments.length > 0;
    case 'index':
    case 'await':
      return true;
    case 'operation':
      return value.operands.some((operand) => operand.kind !== 'constant');
    case 'cast':
      return isComputed(value.value);
    case 'conditional':
      return isComputed(value.then) || isComputed(value.otherwise);
    default:
      return false;
  }
}

/** Resources are there to be closed, patterns to be tested; a class's own body is not a function's. */
function isDeclaredElsewhere(tree: SyntaxTree, { assignment }: DeadStore): boolean {
  for (let node = assignment.node, hops = 0; node >= 0 && hops < 4; node = parentOf(tree, node), hops++) {
    if (
      /^(range_clause|unary_expression|resource|resource_specification|with_item|with_clause|class_body|class_definition|as_pattern|instanceof_expression|using_declaration)$/.test(
        kindOf(tree, node),
      )
    )
      return true;
  }
  return false;
}
