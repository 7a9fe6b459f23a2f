// A template of the project is filled with values: those that it prints unescaped end in the page.
import type { NamedCall } from '../facts/compile.ts';
import type { RenderFact } from '../facts/library-fact.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { templateNamed } from '../project/resources.ts';
import type { ProjectFile } from '../project/source-tree.ts';
import { templateSyntaxOf } from '../templates/template-languages.ts';
import { templateProgram } from '../templates/template-program.ts';
import { readTemplate } from '../templates/template-reader.ts';
import { anyChild, childOf, normaliseKey } from './children.ts';
import type { Frame } from './frame.ts';
import { type CallInputs, orUnknown, select } from './inputs.ts';
import { derive } from './join.ts';
import type { Pass } from './pass.ts';
import { reportSink, sinkPlace } from './report.ts';
import { sinkBit } from './taint.ts';
import { extendTrace } from './trace.ts';
import { type Key, recordValue, type Value, withTrace } from './value.ts';

/** Templates within templates. */
const DEEPEST_INCLUDE = 4;

const HTML = sinkBit('html');

/** Reports the variables of a call that fills a template, at the call, with a trace into the template. */
export function reportRender(
  pass: Pass,
  frame: Frame,
  node: NodeIndex,
  named: NamedCall,
  fact: RenderFact,
  inputs: CallInputs,
): void {
  const variables = variablesOf(fact, inputs);
  if ((variables.deepTaint & HTML) === 0) return;
  const place = sinkPlace(frame.instance.program, node, named);
  const templates = select(inputs, fact.template)?.constants ?? [];
  const names = templates.filter((name) => typeof name === 'string');
  const seen = new Set<ProjectFile>();
  for (let depth = 0; depth < DEEPEST_INCLUDE && names.length > 0; depth++) {
    for (const name of names.splice(0)) {
      const file = fileNamed(pass, frame, name);
      if (file === undefined || seen.has(file)) continue;
      seen.add(file);
      names.push(...print(file, fact, variables, (value) => reportSink(pass.reporter, place, 'html', value)));
    }
  }
}

/** Hands on what the template prints of the variables as it is; gives the names of the templates that it puts in. */
function print(
  file: ProjectFile,
  fact: RenderFact,
  variables: Value,
  report: (value: Value) => void,
): readonly string[] {
  const syntax = templateSyntaxOf(file.path, fact.language);
  if (syntax === undefined) return [];
  const template = readTemplate(syntax, file.code, fact.escapes);
  const { program, nodeOf } = templateProgram(file.path, file.code, template);
  for (const output of template.outputs) {
    if (!output.dangerous) continue;
    const value = derive(output.paths.map((path) => valueAt(variables, path)));
    if ((value.taint & HTML) === 0) continue;
    report(withTrace(value, extendTrace(value.trace, program, nodeOf(output), 'printed', '')));
  }
  return template.includes;
}

function valueAt(variables: Value, path: readonly string[]): Value {
  let value = variables;
  for (const key of path) value = key === '*' ? anyChild(value) : childOf(value, normaliseKey(key));
  return value;
}

function variablesOf(fact: RenderFact, inputs: CallInputs): Value {
  if (fact.variables !== 'keywords') return orUnknown(select(inputs, fact.variables));
  return recordValue(new Map<Key, Value>(inputs.keywords ?? []), inputs.keywordSpread, null, 0);
}

function fileNamed(pass: Pass, frame: Frame, name: string): ProjectFile | undefined {
  const { files } = pass.modules;
  const path = templateNamed(
    files.map((file) => file.path),
    name,
    frame.instance.program.path,
  );
  return files.find((file) => file.path === path);
}
