// Format strings on constants: printf style (`%s`, `%1$s`, `%(name)s` without names) and braces (`{}`, `{0}`).
import type { Constant } from '../ir.ts';
import { LIMITS } from '../limits.ts';

/** Fills `%` conversions; undefined for conversions that are not plain texts or numbers. */
export function formatPrintf(pattern: string, inputs: readonly Constant[]): string | undefined {
  let next = 0;
  let failed = false;
  const text = pattern.replace(
    /%(?:(\d+)\$)?([-+ 0#,]*)(\d*)(\.\d+)?([a-zA-Z%])/g,
    (_all, index, flags, width, precision, conversion) => {
      if (conversion === '%') return '%';
      if (conversion === 'n') return '\n';
      const input = inputs[index ? Number(index) - 1 : next++];
      if (input === undefined || flags || width || precision || !'sdirSv'.includes(conversion)) failed = true;
      return String(input);
    },
  );
  return failed || text.length > LIMITS.constantLength ? undefined : text;
}

/** Whether a format string has conversions to numbers only: then nothing else gets into the text. */
export function formatsNumbersOnly(pattern: string): boolean {
  const rest = pattern.replaceAll('%%', '').replace(/%[-+ 0#,]*\d*(\.\d+)?[dioxXeEfFgG]/g, '');
  return !rest.includes('%') && !/\{[^{}]*(?<!:[-+<>^,_ 0-9.]*[bdoxXeEfFgGn])\}/.test(rest);
}

/** Fills `{}` and `{0}`; undefined for named or formatted fields. */
export function formatBraces(pattern: string, inputs: readonly Constant[]): string | undefined {
  let next = 0;
  let failed = false;
  const text = pattern.replace(/\{([^{}]*)\}/g, (_all, field: string) => {
    const input = field === '' ? inputs[next++] : inputs[Number(field)];
    if (input === undefined || !/^\d*$/.test(field)) failed = true;
    return String(input);
  });
  return failed || text.length > LIMITS.constantLength ? undefined : text;
}
