// Java: a cipher whose key is made in the same function becomes AES in GCM mode, with its key and its start value.
import {
  childByField,
  type Expression,
  endOf,
  type Fix,
  type ItemOf,
  sightingsOf,
  startOf,
  type TextEdit,
  textOf,
} from '../../analysis-engine/index.ts';

type Call = ItemOf<'call'>;

const WEAK_KEY = /^"(?:DES|DESede|Blowfish|RC2|RC4|ARCFOUR)"$/i;
const CIPHER = /(?:^|\.)Cipher\.getInstance$/;

export const fix: Fix = ({ tree, program, language, start, end, source }) => {
  if (language !== 'java') return [];
  const all = sightingsOf(program, 'call');
  const found = all.find(({ item }) => startOf(tree, item.node) === start && endOf(tree, item.node) === end);
  // What was encrypted before must still be readable.
  if (found === undefined || /DECRYPT_MODE|UNWRAP_MODE/.test(source)) return [];
  const calls = all.filter(({ definition }) => definition === found.definition).map(({ item }) => item);
  const named = (pattern: RegExp): Call[] => calls.filter((call) => pattern.test(calleeText(call)));
  const calleeText = (call: Call): string => {
    const list = childByField(tree, call.node, 'arguments');
    const until = list < 0 ? endOf(tree, call.node) : startOf(tree, list);
    return source
      .slice(startOf(tree, call.node), until)
      .replace(/^new\s+/, '')
      .replaceAll(/\s+/g, '');
  };
  const keys = named(/(?:^|\.)KeyGenerator\.getInstance$/);
  const ciphers = named(CIPHER);
  const literal = (call: Call): Expression | undefined => {
    const value = call.arguments[0]?.value;
    return value?.kind === 'constant' && typeof value.value === 'string' ? value : undefined;
  };
  if (keys.length === 0 || ciphers.length === 0 || [...keys, ...ciphers].some((call) => literal(call) === undefined))
    return [];
  const isWeak = keys.every((call) => WEAK_KEY.test(codeOf(literal(call))));
  const isAes = [...keys, ...ciphers].every((call) => /^"AES\b/i.test(codeOf(literal(call))));
  if (!isWeak && !isAes) return [];
  const edits: TextEdit[] = [];
  const change = (expression: Expression | undefined, text: string): void => {
    if (expression === undefined || codeOf(expression) === text) return;
    edits.push({ start: startOf(tree, expression.node), end: endOf(tree, expression.node), text });
    // A comment beside it that speaks of the old cipher is not true any more.
    const rest = source.slice(endOf(tree, expression.node)).split('\n', 1)[0];
    const at = rest.search(/[ \t]*\/\/[^\n]*\b(?:3?DES|DESede|Blowfish|RC[24])\b/);
    const from = endOf(tree, expression.node) + at;
    if (at >= 0) edits.push({ start: from, end: from + rest.slice(at).trimEnd().length, text: '' });
  };
  for (const call of keys) change(literal(call), '"AES"');
  for (const call of ciphers) change(literal(call), '"AES/GCM/NoPadding"');
  for (const call of named(/(?:^|\.)IvParameterSpec$/)) {
    const value = call.arguments[0]?.value;
    if (value === undefined || call.arguments.length !== 1) return [];
    const name = calleeText(call).replace(/IvParameterSpec$/, 'GCMParameterSpec');
    if (name === 'GCMParameterSpec' && !/import javax\.crypto\.spec\.(?:GCMParameterSpec|\*)/.test(source)) return [];
    edits.push({
      start: startOf(tree, call.node),
      end: endOf(tree, call.node),
      text: `new ${name}(128, ${codeOf(value)})`,
    });
  }
  for (const call of named(/(?:^|\.)generateSeed$/)) {
    const value = call.arguments[0]?.value;
    if (value !== undefined && codeOf(value) === '8') change(value, '12');
  }
  const description = 'Encrypt with AES in GCM mode, which hides the text and notices changes.';
  return [{ description, edits, replaces: ['IvParameterSpec'] }];

  function codeOf(expression: Expression | undefined): string {
    return expression === undefined ? '' : textOf(tree, expression.node);
  }
};
