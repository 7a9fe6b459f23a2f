// The IR as text, for tests, `--ir` and people who write a lowering. One line a step, nested by indentation.
import type {
  Argument,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Program,
  RecordEntry,
  Step,
  Target,
} from './ir.ts';

/** The whole program: its functions in order of their ids, then its classes. */
export function printProgram(program: Program): string {
  const lines: string[] = [];
  for (const definition of program.functions) printFunction(lines, definition);
  for (const definition of program.classes) printClass(lines, definition);
  for (const exported of program.exports) lines.push(`export ${exported.name} = ${printExpression(exported.value)}`);
  return `${lines.join('\n')}\n`;
}

function printFunction(lines: string[], definition: FunctionDefinition): void {
  const parameters = definition.parameters.map((parameter) => {
    const annotations = parameter.annotations.map((each) => `@${each.name ?? printExpression(each.callee)} `).join('');
    const kind = { plain: '', rest: '*', 'keyword-only': 'keyword ', keywords: '**' }[parameter.kind];
    const type = parameter.type === null ? '' : `: ${parameter.type}`;
    const fallback = parameter.fallback === null ? '' : ` = ${printExpression(parameter.fallback)}`;
    return `${annotations}${kind}${printTarget(parameter.target)}${type}${fallback}`;
  });
  for (const each of definition.annotations)
    lines.push(`@${each.name ?? printExpression(each.callee)}(${printArguments(each.arguments)})`);
  const flags = [
    definition.isStatic && 'static',
    definition.isAsync && 'async',
    definition.isGenerator && 'generator',
  ].filter(Boolean);
  lines.push(
    `function #${definition.id} ${definition.name}(${parameters.join(', ')}) this=${definition.receiver} ${flags.join(' ')}`.trimEnd(),
  );
  printSteps(lines, definition.body, 1);
}

function printClass(lines: string[], definition: ClassDefinition): void {
  const bases = definition.bases.map(printExpression).join(', ');
  lines.push(
    `class #${definition.id} ${definition.qualifiedName}(${bases}) types=[${definition.baseTypes.join(', ')}]`,
  );
  for (const field of definition.fields) {
    const value = field.value === null ? '' : ` = ${printExpression(field.value)}`;
    lines.push(`  ${field.isStatic ? 'static ' : ''}${field.name}: ${field.type ?? '?'}${value}`);
  }
  for (const method of definition.methods) lines.push(`  method #${method.id} ${method.name}`);
  printSteps(lines, definition.setup, 1);
}

function printSteps(lines: string[], steps: readonly Step[], depth: number): void {
  for (const step of steps) printStep(lines, step, depth);
}

function printStep(lines: string[], step: Step, depth: number): void {
  const say = (text: string): void => {
    lines.push(`${'  '.repeat(depth)}${text}`);
  };
  switch (step.kind) {
    case 'evaluate':
      say(printExpression(step.expression));
      return;
    case 'return':
    case 'throw':
      say(step.value === null ? step.kind : `${step.kind} ${printExpression(step.value)}`);
      return;
    case 'assert':
      say(`assert ${printExpression(step.condition)}`);
      return;
    case 'break':
    case 'continue':
      say(step.label === null ? step.kind : `${step.kind} ${step.label}`);
      return;
    case 'branch':
      step.arms.forEach((arm, index) => {
        const word = index === 0 ? 'if' : 'else if';
        say(arm.condition === null ? 'else' : `${word} ${printExpression(arm.condition)}`);
        printSteps(lines, arm.body, depth + 1);
      });
      return;
    case 'block':
      say(`block ${step.label ?? ''}`.trimEnd());
      printSteps(lines, step.body, depth + 1);
      return;
    default:
      printLongStep(lines, step, depth, say);
      return;
  }
}

function printLongStep(
  lines: string[],
  step: Extract<Step, { kind: 'switch' | 'loop' | 'try' }>,
  depth: number,
  say: (text: string) => void,
): void {
  const nested = (head: string, steps: readonly Step[]): void => {
    say(head);
    printSteps(lines, steps, depth + 1);
  };
  if (step.kind === 'switch') {
    say(`switch ${printExpression(step.subject)}`);
    for (const each of step.cases) {
      nested(
        `case ${each.tests.map(printExpression).join(', ') || 'default'}${each.fallsThrough ? ' falls' : ''}`,
        each.body,
      );
    }
  } else if (step.kind === 'loop') {
    const { loop } = step;
    if (loop.kind === 'each')
      nested(`for ${printTarget(loop.target)} of ${loop.iterates} ${printExpression(loop.iterable)}`, loop.body);
    else {
      const condition = loop.condition === null ? 'true' : printExpression(loop.condition);
      nested(
        `${loop.testsFirst ? 'while' : 'do while'} ${condition} update ${loop.update.map(printExpression).join('; ')}`,
        loop.body,
      );
    }
    if (loop.otherwise.length > 0) nested('else', loop.otherwise);
  } else {
    nested('try', step.body);
    for (const handler of step.handlers) {
      nested(
        `catch ${handler.types.join(' | ')} ${handler.target === null ? '' : printTarget(handler.target)}`.trimEnd(),
        handler.body,
      );
    }
    if (step.otherwise.length > 0) nested('else', step.otherwise);
    if (step.finally.length > 0) nested('finally', step.finally);
  }
}

const printAll = (expressions: readonly Expression[], separator = ', '): string =>
  expressions.map(printExpression).join(separator);

/** An expression on one line. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'constant':
      return JSON.stringify(expression.value);
    case 'variable':
      return `${expression.variable.name}${'^'.repeat(expression.variable.depth)}`;
    case 'global':
      return `global:${expression.name}`;
    case 'import':
      return `import:${expression.module}${expression.name === null ? '' : `#${expression.name}`}`;
    case 'member':
      return `${printExpression(expression.object)}.${expression.key}`;
    case 'index':
      return `${printExpression(expression.object)}[${printExpression(expression.index)}]`;
    case 'call':
      return `${expression.construction ? 'new ' : ''}${printExpression(expression.callee)}(${printArguments(expression.arguments)})`;
    case 'operation':
      if (expression.operands.length === 1)
        return `(${expression.operator} ${printExpression(expression.operands[0])})`;
      return `(${printAll(expression.operands, ` ${expression.operator} `)})`;
    case 'assign':
      return `${printTarget(expression.target)} ${expression.operator ?? ''}= ${printExpression(expression.value)}`;
    case 'conditional':
      return `(${printAll([expression.condition])} ? ${printAll([expression.then])} : ${printAll([expression.otherwise])})`;
    default:
      return printRareExpression(expression);
  }
}

function printRareExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'text':
    case 'sequence':
    case 'unknown':
      return `${expression.kind}(${printAll(expression.parts)})`;
    case 'record':
      return `{${expression.entries.map(printEntry).join(', ')}}`;
    case 'list':
      return `[${printArguments(expression.items)}]`;
    case 'comprehension': {
      const clauses = expression.clauses.map(
        (clause) =>
          `for ${printTarget(clause.target)} of ${printAll([clause.iterable])} if ${printAll(clause.conditions)}`,
      );
      return `[${expression.key === null ? '' : `${printExpression(expression.key)}: `}${printExpression(expression.element)} ${clauses.join(' ')}]`;
    }
    case 'function':
      return `function #${expression.definition.id}`;
    case 'class':
      return `class #${expression.definition.id}`;
    case 'cast':
      return `(${expression.type})${printExpression(expression.value)}`;
    case 'await':
      return `await ${printExpression(expression.value)}`;
    case 'yield':
      return `yield${expression.delegate ? '*' : ''} ${expression.value === null ? '' : printExpression(expression.value)}`;
    case 'tagged-text':
      return `${printExpression(expression.tag)}\`${printAll(expression.parts)}\``;
    case 'element':
      return `<${printExpression(expression.tag)} {${expression.attributes.map(printEntry).join(', ')}}>${printAll(expression.children)}</>`;
    default:
      return expression.kind;
  }
}

function printArguments(list: readonly Argument[]): string {
  const marks = { none: '', list: '*', record: '**' } as const;
  return list
    .map((item) => `${item.name === null ? '' : `${item.name}=`}${marks[item.spread]}${printExpression(item.value)}`)
    .join(', ');
}

function printEntry(entry: RecordEntry): string {
  if ('spread' in entry) return `**${printExpression(entry.spread)}`;
  const key = typeof entry.key === 'object' ? `[${printExpression(entry.key)}]` : JSON.stringify(entry.key);
  return `${key}: ${printExpression(entry.value)}`;
}

export function printTarget(target: Target): string {
  switch (target.kind) {
    case 'variable': {
      const type = target.type === null ? '' : `: ${target.type}`;
      return `${target.variable.name}${'^'.repeat(target.variable.depth)}${type}`;
    }
    case 'global':
      return `global:${target.name}`;
    case 'member':
      return `${printExpression(target.object)}.${target.key}`;
    case 'index':
      return `${printExpression(target.object)}[${printExpression(target.index)}]`;
    default:
      return `[${target.entries.map((entry) => `${printKey(entry.key)}: ${printTarget(entry.target)}`).join(', ')}]`;
  }
}

function printKey(key: Extract<Target, { kind: 'pattern' }>['entries'][number]['key']): string {
  if (typeof key !== 'object') return JSON.stringify(key);
  return 'rest' in key ? `...${key.rest}` : printExpression(key);
}
