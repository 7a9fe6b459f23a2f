// Draws from a generator that nobody can predict, where the names say that the value is a secret.
import { codeAround, type Fix, type FixContext, namesAround } from '../../analysis-engine/index.ts';

const SECRET =
  /^(?:tokens?|key|secrets?|nonces?|salts?|passwords?|passwd|passphrase|sessions?|otp|pin|csrf|captcha|credentials?|cookies?|remember|rememberme)$/;
/** Waiting a little longer or shorter is no secret. */
const SPREAD = /jitter|delay|backoff|interval|timeout|shuffle|sample|color|colour|position|_ms\b/i;
const CODE = /(?:auth|verif\w*|reset|invit\w*|access|recovery|confirm\w*|activation|login|coupon|voucher)_?code/i;
/** Draws of a predictable generator. */
const DRAWS = /\bMath\.random\(\)|(?<![\w.])(?:random\.\w+|rand(?:int|range)|getrandbits)\(|\bnew Random\(/g;
/** Code that knows the better generator has this one for where that is missing. */
const BETTER = /randomBytes|getRandomValues|randomInt|SecureRandom|SystemRandom|crypto\/rand|\bsecrets\./;

const words = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_$]+/);

const isWord = (word: string): boolean => SECRET.test(word);

export const fix: Fix = (context) => {
  const { code, statement } = codeAround(context);
  const isSecret = namesNear(context).some(
    (name) => CODE.test(name) || /_keys$|[a-z]Keys$/.test(name) || words(name).some(isWord),
  );
  const asked = statementPart(context);
  // Sent to another server beside a time and a signature, it only says that this is another request.
  if (SPREAD.test(asked) || (/\bnonce\b/.test(asked) && /\btimestamp\b[\s\S]*\bsign\b/.test(code))) return [];
  // Half of a value that stays predictable helps nobody.
  if (!isSecret || BETTER.test(code) || (statement.match(DRAWS)?.length ?? 0) > 1) return [];
  return context.repairs.at('weak-random', context);
};

/** The lines in which the number is drawn, with the name that it gets there. */
function statementPart({ source, start, end }: FixContext): string {
  const from = source.lastIndexOf('\n', source.lastIndexOf('\n', start) - 1) + 1;
  const to = source.indexOf('\n', end);
  return source.slice(from, to < 0 ? source.length : to);
}

/** Of the lines that speak of the value only those that give it to something: `session[key] = value`. */
function namesOfValue(context: FixContext): readonly string[] {
  const { code, statement, functionName } = codeAround(context);
  const near = new Set([functionName, ...(statement.match(/[A-Za-z_$][\w$]*/g) ?? [])]);
  const target = /^(?:[\w.<>[\]$]+\s+)*([\w$]+)(?:\s*:[^=]+)?\s*:?=/.exec(statement)?.[1];
  if (target === undefined || context.language !== 'python') return namesAround(context);
  const given = new RegExp(`(?:[=:(,]\\s*|\\breturn\\s+)(?:str\\()?${target}\\b(?!\\s*\\.)`);
  const lines = code.split('\n').filter((line) => given.test(line) && !/^\s*(?:if|elif|while)\b/.test(line));
  const texts = lines.join('\n').replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
  return [...near, ...(texts.match(/[A-Za-z_$][\w$]*/g) ?? [])];
}

/** In a long statement only the line of the number says what it is. */
function namesNear(context: FixContext): readonly string[] {
  const { statement, functionName } = codeAround(context);
  if (statement.split('\n').length <= 3) return namesOfValue(context);
  return [functionName, ...(statementPart(context).match(/[A-Za-z_$][\w$]*/g) ?? [])];
}
