// Gives the class a lock of its own, in place of a field whose value is shared.
import {
  childByField,
  endOf,
  type Fix,
  type FixContext,
  indentationAt,
  kindOf,
  lineEndOf,
  namedChildrenOf,
  nearestOfKind,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const SHARED = /^(?:String|Boolean|Integer|Long)$/;

export const fix: Fix = (context) => {
  const { tree, node, source, start } = context;
  const block = nearestOfKind(tree, node, /^synchronized_statement$/);
  const owner = block < 0 ? -1 : nearestOfKind(tree, block, /^class_declaration$/);
  const body = owner < 0 ? -1 : childByField(tree, owner, 'body');
  const locked = /^synchronized\s*\(\s*(?:this\.)?(\w+)\s*\)/.exec(source.slice(start))?.[1];
  if (body < 0 || locked === undefined) return [];
  const field = fieldOf(context, body, locked);
  if (field === null) return [];
  const name = field.isStatic ? 'LOCK' : 'lock';
  if (new RegExp(`\\b${name}\\b`).test(source)) return [];
  const from = startOf(tree, body);
  // An object that is written away takes its fields along, and a plain object cannot be written.
  if (!field.isStatic && /Serializable|Externalizable|Exception\b/.test(source.slice(startOf(tree, owner), from)))
    return [];
  // All blocks with one lock get the new one, or none.
  const blocks = [
    ...source.matchAll(new RegExp(`(?<=\\bsynchronized\\s*\\(\\s*)(?:([\\w.]+)\\.)?${locked}(?=\\s*\\))`, 'g')),
  ];
  // The field of another object is the lock of that one.
  const own = ['this', textOf(tree, childByField(tree, owner, 'name'))];
  if (blocks.some(([, of]) => of !== undefined && !own.includes(of))) return [];
  // Two fields would become one lock.
  const others = [...source.matchAll(/\bsynchronized\s*\(\s*(?:[\w.]+\.)?(\w+)\s*\)/g)].map((match) => match[1]);
  if (others.some((other) => other !== locked && fieldOf(context, body, other) !== null)) return [];
  if (blocks.some(({ index }) => index < from || index > endOf(tree, body))) return [];
  // A parameter or a variable of the name is another thing, and who waits for the old lock is not told.
  const isElse = new RegExp(`[\\w>\\]]\\s+${locked}\\s*[=;,):]|\\b${locked}\\s*\\.\\s*(?:wait|notify)`, 'g');
  if (source.match(isElse)?.length !== 1) return [];
  const margin = indentationAt(source, field.start);
  const declared = `private ${field.isStatic ? 'static ' : ''}final Object ${name} = new Object();`;
  return [
    {
      description: 'Lock an object that no other code has.',
      edits: [
        { start: field.start, end: field.start, text: `${declared}${lineEndOf(source)}${margin}` },
        ...blocks.map((match) => ({ start: match.index, end: match.index + match[0].length, text: name })),
      ],
    },
  ];
};

/** The private field of this name, where it stands on lines of its own. */
function fieldOf({ tree }: FixContext, body: number, name: string): { start: number; isStatic: boolean } | null {
  for (const member of namedChildrenOf(tree, body)) {
    if (kindOf(tree, member) !== 'field_declaration') continue;
    const text = textOf(tree, member);
    const declared = /^((?:(?:private|static|final|volatile)\s+)+)(\w+)\s+(\w+)\s*[=;]/.exec(text);
    if (declared === null || declared[3] !== name) continue;
    const [, modifiers, type] = declared;
    if (!SHARED.test(type) || !/\bprivate\b/.test(modifiers)) return null;
    return { start: startOf(tree, member), isStatic: /\bstatic\b/.test(modifiers) };
  }
  return null;
}
