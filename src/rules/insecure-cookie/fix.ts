// Sends the cookie over TLS only, where the code does not decide that elsewhere.
import { codeAround, type Fix } from '../../analysis-engine/index.ts';

const DECIDED = /\.[sS]ecure\s*=\s*(?!false\b|False\b)/;
const TURNED_OFF = /\.setSecure\(\s*(false)\s*\)/g;
/** A class that an application takes for its own. */
const FOR_OTHERS = /Mixin|Abstract|Middleware|Backend|class Base|Base$/;
const CLASS = /^class \w+/gm;

export const fix: Fix = (context) => {
  const { code } = codeAround(context);
  const { source, start } = context;
  // What others build upon does not know whether they have TLS.
  if (FOR_OTHERS.test(source.slice(0, start).match(CLASS)?.at(-1) ?? '')) return [];
  // Taken away, or of a program that is used without TLS.
  if (/\b(?:expires|max_?age)["']?\s*[:=]\s*0\b/i.test(source.slice(start, context.end))) return [];
  if (DECIDED.test(code) || /\belectron\b|\bcsrf_?token\b/i.test(code)) return [];
  const from = source.lastIndexOf(code, start);
  const off = [...code.matchAll(TURNED_OFF)];
  if (off.length === 0 || from < 0) return context.repairs.at('cookie.secure', context);
  // What says no says yes from now on; a second word beside it would be no answer.
  const [only, ...others] = off;
  const at = from + only.index + only[0].indexOf('false');
  const description = 'Send the cookie over TLS only.';
  return others.length > 0 ? [] : [{ description, edits: [{ start: at, end: at + 5, text: 'true' }] }];
};
