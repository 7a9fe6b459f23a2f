// A value that is put into the text of a template becomes one of its variables.
import { endOf } from '../parsing/syntax-tree.ts';
import { appended, callArguments } from './call-arguments.ts';
import { valuesOf } from './encodable.ts';
import { callIn } from './expressions.ts';
import type { Fix } from './fix.ts';
import { parameterisedTemplate } from './query-values.ts';

/** `render_template_string("Hello {{ name }}", name=name)` */
export const templateVariables: Fix = (context) => {
  const { program, tree, language, start, end } = context;
  const call = callIn(program, start, end);
  const list = call === null ? null : callArguments(tree, call.item.node);
  const given = call?.item.arguments[0]?.value;
  if (language !== 'python' || list === null || given === undefined || list.items.length !== 1) return [];
  if (!/\brender_template_string$/.test(tree.source.slice(start, endOf(tree, call?.item.callee.node ?? given.node))))
    return [];
  const [text, ...others] = given.kind === 'variable' ? valuesOf(context, given) : [given];
  const query = text === undefined || others.length > 0 ? null : parameterisedTemplate(program, text);
  if (query === null) return [];
  const added = query.values.map(({ name, code }) => `${name}=${code}`);
  const edits = [...query.edits, appended(tree, list.list, list.items, added)];
  const description = 'Hand the value to the template as a variable, which it shows and does not read.';
  return [{ description, edits, replaces: ['format'] }];
};
