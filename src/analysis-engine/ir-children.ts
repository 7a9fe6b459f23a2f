// The parts of a piece of IR, in source order: what every walk over a program is made of.
import type {
  Annotation,
  Argument,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Loop,
  PatternEntry,
  RecordEntry,
  Step,
  Target,
} from './ir.ts';

export type IrItem = Expression | Step | Target | FunctionDefinition | ClassDefinition;

/** Called for each part; `isTarget` where it is written to. */
export type VisitChild = (child: IrItem, isTarget: boolean) => void;

type Kinded = Expression | Step | Target;

// Asked of every item of every walk: reading a property that may not be there is quicker than asking whether it is.
export const isKinded = (item: IrItem): item is Kinded => (item as { kind?: string }).kind !== undefined;
export const isFunction = (item: IrItem): item is FunctionDefinition =>
  !isKinded(item) && (item as { slots?: unknown }).slots !== undefined;
export const isClass = (item: IrItem): item is ClassDefinition => !isKinded(item) && !isFunction(item);

/** Visits the direct parts of an item: one level, no recursion. A function's annotations stand outside of it: see below. */
export function visitChildren(item: IrItem, visit: VisitChild): void {
  if (isKinded(item)) visitStep(item, visit);
  else if (isFunction(item)) visitFunction(item, visit);
  else visitClass(item, visit);
}

function visitAll(items: readonly IrItem[], visit: VisitChild): void {
  for (const item of items) visit(item, false);
}

function visitOptional(item: IrItem | null, visit: VisitChild, isTarget = false): void {
  if (item !== null) visit(item, isTarget);
}

function visitFunction(definition: FunctionDefinition, visit: VisitChild): void {
  for (const parameter of definition.parameters) {
    visitOptional(parameter.fallback, visit);
    visit(parameter.target, true);
  }
  visitAll(definition.body, visit);
}

function visitClass(definition: ClassDefinition, visit: VisitChild): void {
  visitAnnotations(definition.annotations, visit);
  visitAll(definition.bases, visit);
  for (const field of definition.fields) visitOptional(field.value, visit);
  visitAll(definition.setup, visit);
  visitAll(definition.methods, visit);
}

/** Visits what annotations call and take: they are evaluated in the scope around what they stand on. */
export function visitAnnotations(annotations: readonly Annotation[], visit: VisitChild): void {
  for (const annotation of annotations) {
    visit(annotation.callee, false);
    visitArguments(annotation.arguments, visit);
  }
}

function visitArguments(list: readonly Argument[], visit: VisitChild): void {
  for (const { value } of list) visit(value, false);
}

function visitEntries(entries: readonly RecordEntry[], visit: VisitChild): void {
  for (const entry of entries) {
    if ('spread' in entry) visit(entry.spread, false);
    else {
      if (typeof entry.key === 'object') visit(entry.key, false);
      visit(entry.value, false);
    }
  }
}

function visitStep(item: Kinded, visit: VisitChild): void {
  switch (item.kind) {
    case 'evaluate':
      visit(item.expression, false);
      return;
    case 'return':
    case 'throw':
      visitOptional(item.value, visit);
      return;
    case 'branch':
      for (const arm of item.arms) {
        visitOptional(arm.condition, visit);
        visitAll(arm.body, visit);
      }
      return;
    case 'switch':
      visit(item.subject, false);
      for (const each of item.cases) {
        visitAll(each.tests, visit);
        visitAll(each.body, visit);
      }
      return;
    case 'loop':
      visitLoop(item.loop, visit);
      return;
    case 'try':
      visitAll(item.body, visit);
      for (const handler of item.handlers) {
        visitOptional(handler.target, visit, true);
        visitAll(handler.body, visit);
      }
      visitAll(item.otherwise, visit);
      visitAll(item.finally, visit);
      return;
    case 'block':
      visitAll(item.body, visit);
      return;
    case 'assert':
      visit(item.condition, false);
      return;
    case 'break':
    case 'continue':
      return;
    default:
      visitExpression(item, visit);
  }
}

function visitLoop(loop: Loop, visit: VisitChild): void {
  if (loop.kind === 'while') {
    visitOptional(loop.condition, visit);
    visitAll(loop.body, visit);
    visitAll(loop.update, visit);
  } else {
    visit(loop.iterable, false);
    visit(loop.target, true);
    visitAll(loop.body, visit);
  }
  visitAll(loop.otherwise, visit);
}

function visitExpression(expression: Expression | Target, visit: VisitChild): void {
  switch (expression.kind) {
    case 'member':
      visit(expression.object, false);
      return;
    case 'index':
      visit(expression.object, false);
      visit(expression.index, false);
      return;
    case 'call':
      visit(expression.callee, false);
      visitArguments(expression.arguments, visit);
      return;
    case 'operation':
      visitAll(expression.operands, visit);
      return;
    case 'text':
    case 'sequence':
    case 'unknown':
      visitAll(expression.parts, visit);
      return;
    case 'conditional':
      visit(expression.condition, false);
      visit(expression.then, false);
      visit(expression.otherwise, false);
      return;
    case 'assign':
      visit(expression.value, false);
      visit(expression.target, true);
      return;
    case 'record':
      visitEntries(expression.entries, visit);
      return;
    case 'list':
      visitArguments(expression.items, visit);
      return;
    case 'function':
    case 'class':
      visit(expression.definition, false);
      return;
    default:
      visitRareExpression(expression, visit);
  }
}

function visitRareExpression(expression: Expression | Target, visit: VisitChild): void {
  switch (expression.kind) {
    case 'cast':
    case 'await':
    case 'yield':
      visitOptional(expression.value, visit);
      return;
    case 'tagged-text':
      visit(expression.tag, false);
      visitAll(expression.parts, visit);
      return;
    case 'element':
      visit(expression.tag, false);
      visitEntries(expression.attributes, visit);
      visitAll(expression.children, visit);
      return;
    case 'comprehension':
      for (const clause of expression.clauses) {
        visit(clause.iterable, false);
        visit(clause.target, true);
        visitAll(clause.conditions, visit);
      }
      visitOptional(expression.key, visit);
      visit(expression.element, false);
      return;
    case 'pattern':
      for (const entry of expression.entries) visitPatternEntry(entry, visit);
      return;
    default:
  }
}

function visitPatternEntry({ key, target, fallback }: PatternEntry, visit: VisitChild): void {
  if (typeof key === 'object' && 'kind' in key) visit(key, false);
  visit(target, true);
  visitOptional(fallback, visit);
}
