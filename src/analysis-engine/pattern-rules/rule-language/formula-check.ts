// What is wrong with a rule although every part of it is understood: it finds nothing, or asks of what it never binds.
import { nodesOf } from '../code-tree/code-tree.ts';
import { PATTERN_KINDS } from '../code-tree/placeholders.ts';
import type { Formula } from './formula.ts';
import { RuleRefusal } from './refusal.ts';

/** Throws RuleRefusal for a formula that can find nothing. */
export function checkFormula(formula: Formula): void {
  if (!findsSomething(formula)) {
    const detail = 'it only says what not to find: a pattern that says what to find belongs beside';
    throw new RuleRefusal('', 'nothing to find', detail);
  }
  const asked = new Set<string>();
  const bound = new Set<string>();
  collect(formula, asked, bound);
  for (const name of asked) {
    if (bound.has(name)) continue;
    throw new RuleRefusal('', 'unbound metavariable', `no pattern of it binds the metavariable $${name}`);
  }
}

function findsSomething(formula: Formula): boolean {
  if (formula.type === 'any') return formula.options.every(findsSomething);
  return formula.type !== 'all' || formula.positives.length > 0;
}

/** Names that conditions and focuses ask of, and those that patterns may bind. */
function collect(formula: Formula, asked: Set<string>, bound: Set<string>): void {
  switch (formula.type) {
    case 'pattern':
      for (const { kind, value } of nodesOf(formula.pattern.root)) {
        if (kind === PATTERN_KINDS.ellipsisMetavariable) bound.add(`...${value}`);
        else if (BINDING.has(kind)) bound.add(value);
      }
      return;
    case 'text':
      for (const item of formula.pattern.items) if (item.type === 'one' || item.type === 'many') bound.add(item.name);
      return;
    case 'regex':
      for (const name of formula.regex.names) bound.add(name);
      return;
    case 'inside':
      collect(formula.formula, asked, bound);
      return;
    case 'any':
      for (const option of formula.options) collect(option, asked, bound);
      return;
    case 'all':
      for (const positive of formula.positives) collect(positive, asked, bound);
      for (const condition of formula.conditions) {
        if (condition.type === 'comparison') for (const name of condition.comparison.names) asked.add(name);
        else asked.add(condition.name);
        if (condition.type === 'regex') for (const name of condition.regex.names) bound.add(name);
        if (condition.type === 'pattern') collect(condition.formula, new Set(), bound);
      }
      for (const names of formula.focus) for (const name of names) asked.add(name);
  }
}

const BINDING: ReadonlySet<string> = new Set([
  PATTERN_KINDS.metavariable,
  PATTERN_KINDS.textMetavariable,
  PATTERN_KINDS.regexMetavariable,
]);
