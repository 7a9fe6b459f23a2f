// Edits that make a new defect of a known one: copies, another source, another sink, a sanitiser or guard that is taken out.
import type { Finding, TraceEntry } from '../../../src/analysis-engine/index.ts';
import { localAt } from '../../../src/analysis-engine/local-names.ts';
import { BLOCK, statementAround } from '../../../src/analysis-engine/normalised-code.ts';
import {
  endOf,
  kindOf,
  type NodeIndex,
  nextOf,
  parentOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../../../src/analysis-engine/parsing/syntax-tree.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { EditMaker } from './harmless-edits.ts';
import { applyEdits, type Edited, indentationAt, nameNode, nodeAt, type Specimen, unitAround } from './specimen.ts';

export const NEW_DEFECTS: Readonly<Record<string, EditMaker>> = {
  'copy in another function': copiedFunction,
  'copy in another file': copiedFile,
  'another source': anotherSource,
  'another sink': anotherSink,
  'the sink again': repeatedSink,
  'removed sanitiser or guard': removedSanitiser,
};

const FUNCTION =
  /^(function_definition|decorated_definition|function_declaration|method_definition|method_declaration|export_statement|lexical_declaration|expression_statement)$/;

/** The innermost function around the finding that stands on its own, or the statement of the file that holds it. */
function functionUnit({ program }: Specimen, { range }: Finding): NodeIndex {
  const { tree } = program;
  let unit = unitAround(tree, nodeAt(tree, range.start, range.end));
  while (unit > 0) {
    const holdsFunction =
      kindOf(tree, unit) === 'method_declaration' || /\bfunction\b|=>|\bdef\b|\bfunc\b|\) \{/.test(textOf(tree, unit));
    if (FUNCTION.test(kindOf(tree, unit)) && holdsFunction) return unit;
    unit = unitAround(tree, parentOf(tree, unit));
  }
  return -1;
}

/** The function once more under another name, before or behind the first one. */
function copiedFunction(specimen: Specimen, finding: Finding, random: SeededRandom): Edited | null {
  const { code, path, program, language } = specimen;
  const { tree } = program;
  const unit = functionUnit(specimen, finding);
  if (unit < 0) return null;
  const [start, end] = [startOf(tree, unit), endOf(tree, unit)];
  const copy = renamedCopy(specimen, unit);
  const margin = indentationAt(code, start);
  const gap = language === 'python' ? `\n\n${margin}` : `\n${margin}`;
  if (random.chance(0.5)) {
    const text = code.slice(0, start) + copy + gap + code.slice(start);
    return { code: text, path, isMore: true, defect: (offset) => offset < start + copy.length };
  }
  return {
    code: code.slice(0, end) + gap + copy + code.slice(end),
    path,
    isMore: true,
    defect: (offset) => offset >= end,
  };
}

function renamedCopy({ program }: Specimen, unit: NodeIndex): string {
  const { tree } = program;
  const name = nameNode(tree, unit);
  const at = name < 0 ? 0 : endOf(tree, name) - startOf(tree, unit);
  const text = textOf(tree, unit);
  return name < 0 ? text : `${text.slice(0, at)}Copy${text.slice(at)}`;
}

/** The same code in a function of another name, in another file of the repository. */
function copiedFile(specimen: Specimen, finding: Finding): Edited | null {
  const { code, path, program } = specimen;
  const unit = functionUnit(specimen, finding);
  const name = unit < 0 ? -1 : nameNode(program.tree, unit);
  if (name < 0 || !finding.within.endsWith(textOf(program.tree, name))) return null;
  const at = endOf(program.tree, name);
  const isHere = (offset: number) => offset >= startOf(program.tree, unit) && offset < endOf(program.tree, unit) + 4;
  return { code: `${code.slice(0, at)}Copy${code.slice(at)}`, path: `copy/of-${path}`, defect: isHere };
}

/** Another key, header or parameter name is read. */
function anotherSource(specimen: Specimen, finding: Finding, random: SeededRandom): Edited | null {
  const first: TraceEntry | undefined = finding.trace[0];
  if (first === undefined || finding.trace.length < 2 || first.message.includes('parameter')) return null;
  const { tree } = specimen.program;
  if (first.range.path !== specimen.path) return null;
  // `request.args` is read as `request.args["name"]`, `req.query` as `req.query.name`.
  let access = nodeAt(tree, first.range.start, first.range.end);
  for (let hops = 0; hops < 2; hops++) {
    const parent = parentOf(tree, access);
    if (parent < 0 || startOf(tree, parent) !== startOf(tree, access) || !ACCESS.test(kindOf(tree, parent))) break;
    access = parent;
  }
  return changedText(specimen, finding, { start: startOf(tree, access), end: endOf(tree, access) }, random);
}

const ACCESS =
  /^(call|call_expression|method_invocation|subscript|subscript_expression|index_expression|attribute|member_expression|selector_expression)$/;

const SINK_NAMES: readonly (readonly string[])[] = [
  ['execute', 'executemany', 'executescript'],
  ['executeQuery', 'executeUpdate', 'executeLargeUpdate'],
  ['query', 'execute'],
  ['Query', 'QueryRow', 'Exec'],
  ['system', 'popen'],
  ['exec', 'execSync'],
  ['spawn', 'spawnSync'],
  ['readFile', 'readFileSync', 'createReadStream', 'unlink'],
  ['send', 'write', 'end'],
  ['innerHTML', 'outerHTML'],
  ['print', 'println', 'write'],
  ['get', 'post', 'put', 'delete', 'head'],
  ['find', 'findOne', 'updateOne', 'deleteOne'],
  ['Open', 'ReadFile', 'Create', 'Remove'],
  ['loads', 'load'],
];

/** Another method of the same object, or another text in the statement of the sink. */
function anotherSink(specimen: Specimen, finding: Finding, random: SeededRandom): Edited | null {
  const { code, path, program } = specimen;
  const { tree } = program;
  const { start, end } = finding.range;
  for (let node = nodeAt(tree, start, end), last = nextOf(tree, node); node < last; node++) {
    if (!/identifier$/.test(kindOf(tree, node)) || startOf(tree, node) < start || endOf(tree, node) > end) continue;
    const family = SINK_NAMES.find((names) => names.includes(textOf(tree, node)));
    if (family === undefined || code[endOf(tree, node)] === '.') continue;
    const text = random.pick(family.filter((name) => name !== textOf(tree, node)));
    const edit = { start: startOf(tree, node), end: endOf(tree, node), text };
    return { code: applyEdits(code, [edit]), path, defect: (offset) => offset === start };
  }
  return changedText(specimen, finding, statementAround(tree, nodeAt(tree, start, end)), random);
}

const TEXT = /^(string_content|string_fragment|interpreted_string_literal_content)$/;

/** Changes a text in the range, or the key that is read last in it. */
function changedText(
  { code, path, program }: Specimen,
  finding: Finding,
  { start, end }: { readonly start: number; readonly end: number },
  random: SeededRandom,
): Edited | null {
  const { tree } = program;
  const texts: NodeIndex[] = [];
  for (let node = 0; node < tree.count; node++) {
    const isInside = startOf(tree, node) >= start && endOf(tree, node) <= end;
    const isKey = kindOf(tree, node) === 'property_identifier' && endOf(tree, node) === end;
    if (!isInside || !(isKey || TEXT.test(kindOf(tree, node)))) continue;
    if (!isInOtherBlock(tree, node, start, finding.range.start)) texts.push(node);
  }
  if (texts.length === 0) return null;
  const at = endOf(tree, random.pick(texts));
  const place = finding.range.start >= at ? finding.range.start + 1 : finding.range.start;
  return { code: `${code.slice(0, at)}x${code.slice(at)}`, path, defect: (offset) => offset === place };
}

/** What a branch of the statement does that the finding is not in is another matter: a fingerprint says only that it is there. */
function isInOtherBlock(tree: SyntaxTree, node: NodeIndex, from: number, finding: number): boolean {
  for (let at = parentOf(tree, node); at > 0 && startOf(tree, at) > from; at = parentOf(tree, at)) {
    const holdsFinding = startOf(tree, at) <= finding && finding < endOf(tree, at);
    if (BLOCK.test(kindOf(tree, at)) && !holdsFinding) return true;
  }
  return false;
}

/** The statement of the sink twice: one of the two is new. */
function repeatedSink({ code, path, program }: Specimen, { range }: Finding): Edited | null {
  const { tree } = program;
  const unit = unitAround(tree, nodeAt(tree, range.start, range.end));
  if (!/^(expression_statement|call_expression|assignment_statement)$/.test(kindOf(tree, unit))) return null;
  const end = code[endOf(tree, unit)] === ';' ? endOf(tree, unit) + 1 : endOf(tree, unit);
  const margin = indentationAt(code, startOf(tree, unit));
  return {
    code: `${code.slice(0, end)}\n${margin}${code.slice(startOf(tree, unit), end)}${code.slice(end)}`,
    path,
    isMore: true,
  };
}

/** Statements that a value may pass without becoming safe; `$` is the variable. */
const WEAK_CLEANING: Readonly<Record<string, readonly string[]>> = {
  python: [
    '$ = clean_up($)',
    '$ = $.replace("x", "")',
    'if len($) > 900:\n    raise ValueError("long")',
    'validate_length($)',
    'if not $:\n    $ = "none"',
  ],
  javascript: [
    'check_length($);',
    'if ($.length > 900) throw new Error("long");',
    'validateIt($);',
    'if (!$) console.log("none");',
  ],
  typescript: [
    'check_length($);',
    'if ($.length > 900) throw new Error("long");',
    'validateIt($);',
    'if (!$) console.log("none");',
  ],
  java: [
    'checkLength($);',
    'if ($.length() > 900) throw new IllegalStateException();',
    'Validators.ensure($);',
    '$ = tidy($);',
  ],
  go: ['checkLength($)', 'if len($) > 900 {\n\tpanic("long")\n}', 'ensureShort($)'],
};

/** Something that looked after the value was there when the verdict was given, and is not any more. */
function removedSanitiser(specimen: Specimen, finding: Finding, random: SeededRandom): Edited | null {
  const { code, path, program, language } = specimen;
  const { tree } = program;
  const steps = finding.trace.filter(
    ({ range, message }) => range.path === path && /^assigned to `[\w$]+`$/.test(message),
  );
  const step = steps.length === 0 ? undefined : random.pick(steps);
  if (step === undefined) return null;
  const variable = step.message.slice('assigned to `'.length, -1);
  const unit = unitAround(tree, nodeAt(tree, step.range.start, step.range.end));
  // A parameter that is taken apart is a variable of the function, the statement around it is not in the function.
  if (localAt(program, startOf(tree, unit), variable) !== localAt(program, step.range.start, variable)) return null;
  if (
    !/(statement|declaration|assignment)$/.test(kindOf(tree, unit)) ||
    /^(for|enhanced|if|while|try|with|function|method|class|export|return|throw|raise)/.test(kindOf(tree, unit))
  )
    return null;
  const end = code[endOf(tree, unit)] === ';' ? endOf(tree, unit) + 1 : endOf(tree, unit);
  const margin = indentationAt(code, startOf(tree, unit));
  const statement = random
    .pick(WEAK_CLEANING[language])
    .replaceAll('$', () => variable)
    .replaceAll('\n', `\n${margin}`);
  return { code, path, before: `${code.slice(0, end)}\n${margin}${statement}${code.slice(end)}` };
}
