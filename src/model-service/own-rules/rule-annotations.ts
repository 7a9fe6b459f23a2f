// Comments of annotated test files: which lines a rule must report, and which it need not.

export interface Annotations {
  readonly expected: ReadonlySet<number>;
  /** lines on which the rule must keep silent, as somebody has written down */
  readonly silent: ReadonlySet<number>;
  /** lines of `todo…`: either way is right */
  readonly ignored: ReadonlySet<number>;
}

const ANNOTATION =
  /(?:^|[^\w-])(ruleid|ok|todoruleid|todook|deepruleid|deepok|proruleid|prook)\s*:\s*(?:deep(?:ok|ruleid)\s*:\s*)?([\w.,\s/-]+)/;

/** An annotation is about the next line that holds no annotation. */
export function readAnnotations(code: string, ruleId: string): Annotations {
  const annotations = { expected: new Set<number>(), silent: new Set<number>(), ignored: new Set<number>() };
  const lines = code.split(/\r\n|\n|\r/);
  lines.forEach((text, index) => {
    const found = ANNOTATION.exec(text);
    if (!found) return;
    const ids = found[2].split(',').map((id) => id.trim().split(/\s/)[0]);
    if (!ids.some((id) => id === ruleId || id.endsWith(`.${ruleId}`))) return;
    let line = index + 1;
    while (line < lines.length && ANNOTATION.test(lines[line])) line++;
    if (found[1] === 'ruleid') annotations.expected.add(line + 1);
    else annotations[found[1] === 'ok' ? 'silent' : 'ignored'].add(line + 1);
  });
  return annotations;
}
