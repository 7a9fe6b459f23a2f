// Branches and conditional expressions of which every way does the same.
import {
  type Check,
  type CheckFinding,
  hasSameCode,
  isSameCode,
  kindOf,
  lineOf,
  type NodeIndex,
  parentOf,
  rangeOf,
  type Step,
  type SyntaxTree,
  sightingsOf,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const TYPED = /^(?:typescript|tsx)$/;
const NARROWING = /^\W*(?:typeof\b|Array\.isArray\(|[^&|?]*\s(?:in|instanceof)\s)/;

/** Reports the whole branch, at its condition. */
export const check: Check = ({ tree, program, language, path }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of sightingsOf(program, 'branch')) {
    const [first, ...others] = item.arms;
    if (
      first === undefined ||
      first.condition === null ||
      first.body.length === 0 ||
      isBareJump(first.body) ||
      first.body.some(isImport) ||
      narrows(tree, language, first.condition.node) ||
      item.arms.at(-1)?.condition !== null
    )
      continue;
    if (others.every(({ body }) => isElsewhere(first.body, body) && isSame(tree, first.body, body))) {
      findings.push({
        start: startOf(tree, item.node),
        end: rangeOf(tree, first.condition.node).end,
        message: `All branches do the same, the last one in line ${lineOf(tree, others.at(-1)?.body[0]?.node ?? item.node)}: the condition decides nothing.`,
        ...(isTable(textOf(tree, item.node), item.arms.length) ||
        TRANSLATES.test(path) ||
        isRemarked(textOf(tree, item.node))
          ? { atMost: 'low' as const }
          : {}),
      });
    }
  }
  for (const { item, parent } of sightingsOf(program, 'conditional')) {
    if (narrows(tree, language, item.condition.node) || isSaidToBe(tree, item.then.node, item.otherwise.node)) continue;
    if (!isSameCode(tree, item.then.node, item.otherwise.node)) continue;
    // The last of a chain of choices: a template of which not all was needed.
    const isLast = parent !== null && 'kind' in parent.item && parent.item.kind === 'conditional';
    findings.push({
      ...rangeOf(tree, item.node),
      message: `Both ways give \`${textOf(tree, item.then.node).slice(0, LONGEST_SHOWN)}\`: the condition decides nothing.`,
      ...(isLast || TRANSLATES.test(path) ? { atMost: 'low' as const } : {}),
    });
  }
  return findings;
};

const LONGEST_SHOWN = 60;

/** Tables of languages are filled in by a template: what one language does not need says the same twice. */
const TRANSLATES = /(?:^|[/._-])(?:locales?|i18n|l10n|lang|langs|languages|translations?)[/._-]/i;

/** A remark behind one of the statements says what tells them apart. Lines end in `\n` alone here: for `^` they also do where the classes go on. */
const isRemarked = (code: string): boolean =>
  /(?<![^\n])[ \t]*[^\s#/*][^\n]*[;)\w][ \t]+(?:\/\/|#) ?\w[^\n]{12}/.test(code.slice(code.indexOf('\n') + 1));

/** `x satisfies A`, `x as B`: what comes out is the same for the machine, and not for the compiler. */
function isSaidToBe(tree: SyntaxTree, ...ways: readonly NodeIndex[]): boolean {
  return ways.some((way) => {
    const { start, end } = rangeOf(tree, way);
    return (
      /^\s*\)?\s*(?:satisfies|as)\s/.test(tree.source.slice(end, end + 30)) ||
      /\bsatisfies\s/.test(tree.source.slice(start, end))
    );
  });
}

/** Where a condition tells the type, a call in either branch may be another overload for the compiler. */
function narrows(tree: SyntaxTree, language: string, condition: NodeIndex): boolean {
  return TYPED.test(language) && NARROWING.test(textOf(tree, condition));
}

/** Each case is explained, or what is to come is named: written so on purpose. */
const isTable = (code: string, arms: number): boolean =>
  /(?:\/\/|#|\/\*)\s*(?:TODO|FIXME|XXX)/.test(code) ||
  (code.match(/(?:\/\/|(?<![^\n])[ \t]*#|\/\*)\s*\w/g)?.length ?? 0) >= arms;

/** What is imported from where is no part of the step. */
function isImport(step: Step): boolean {
  if (step.kind !== 'evaluate' || step.expression.kind !== 'assign') return false;
  return step.expression.value.kind === 'import';
}

/** `if (…) break; else break;`: generators of parsers write that. */
function isBareJump(steps: readonly Step[]): boolean {
  return steps.length === 1 && (steps[0].kind === 'break' || steps[0].kind === 'continue');
}

function isSame(tree: SyntaxTree, a: readonly Step[], b: readonly Step[]): boolean {
  if (!isSameBlock(tree, a[0].node, b[0].node)) return false;
  return a.length === b.length && a.every(({ node }, index) => hasSameCode(tree, node, b[index].node));
}

/** Declarations are no steps: where they differ, the steps behind them do, too. */
function isSameBlock(tree: SyntaxTree, a: NodeIndex, b: NodeIndex): boolean {
  const [blockA, blockB] = [blockAround(tree, a), blockAround(tree, b)];
  return blockA === null || blockB === null || blockA === blockB || hasSameCode(tree, blockA, blockB);
}

const MOST_HOPS = 4;

function blockAround(tree: SyntaxTree, node: NodeIndex): NodeIndex | null {
  for (let at = node, hops = 0; at >= 0 && hops < MOST_HOPS; at = parentOf(tree, at), hops++) {
    if (/^(?:block|statement_block|statement_list)$/.test(kindOf(tree, at))) return at;
  }
  return null;
}

/** Lowering may have used the same code twice. */
function isElsewhere(a: readonly Step[], b: readonly Step[]): boolean {
  return b.length > 0 && a[0].node !== b[0].node;
}
