// `--explain`: why a finding is reported, step by step, with the code of each step, for people and for programs.
import colors from 'picocolors';
import type { IdentifiedExplanation } from '../model-service/index.ts';
import type { RunReport } from './analysis-run.ts';
import { codeFrame } from './code-frame.ts';
import { singleLine } from './terminal-text.ts';

export type ExplanationQuery = { readonly fingerprint: string } | { readonly rule: string; readonly line: number };

/** `rule:line`, or the beginning of a fingerprint (at least six digits); null when it is neither. */
export function parseExplanationQuery(text: string): ExplanationQuery | null {
  const place = /^([a-z][a-z0-9-]*):(\d+)$/.exec(text);
  if (place !== null) return { rule: place[1], line: Number(place[2]) };
  return /^[0-9a-f]{6,32}(-[0-9a-f.]*)?$/.test(text) ? { fingerprint: text } : null;
}

export function explanationJson(run: RunReport): string {
  const explanations = run.files
    .flatMap((file) => file.explanations)
    .map(({ fingerprint, ruleId, steps, ...rest }) => ({
      fingerprint,
      rule_id: ruleId,
      steps,
      fingerprint_parts: rest.fingerprintParts,
    }));
  return `${JSON.stringify({ explanations }, null, 2)}\n`;
}

const TITLES: Readonly<Record<IdentifiedExplanation['steps'][number]['kind'], string>> = {
  source: 'source',
  flow: 'flow',
  sanitiser: 'cleaned',
  guard: 'tested',
  branch: 'branch',
  constant: 'constant',
  sink: 'sink',
  confidence: 'confidence',
  suppression: 'suppression',
};

export function explanationText(
  run: RunReport,
  readLines: (path: string) => readonly string[],
  color: boolean,
): string {
  const c = colors.createColors(color);
  const explanations = run.files.flatMap((file) => file.explanations);
  if (explanations.length === 0) return 'No finding of that name.\n';
  return explanations
    .map((explanation) => {
      const lines = [c.bold(`${explanation.ruleId}  ${explanation.fingerprint}`)];
      explanation.steps.forEach(({ kind, location, text, fact }, index) => {
        lines.push('', `${c.dim(`${index + 1}.`)} ${c.bold(TITLES[kind])}  ${singleLine(text)}`);
        if (fact !== null)
          lines.push(
            `   ${c.dim(`known from the facts on ${singleLine(fact.library)} (${fact.file ?? 'given by the caller'}): ${singleLine(fact.name)}`)}`,
          );
        if (location === null) return;
        lines.push(`   ${c.cyan(`${singleLine(location.path)}:${location.start.line}:${location.start.column}`)}`);
        const frame = codeFrame(readLines(location.path), location, { dim: c.dim, mark: c.yellow });
        lines.push(...frame.map((line) => `   ${line}`));
      });
      lines.push('', c.bold('The fingerprint is made of'));
      for (const { what, code } of explanation.fingerprintParts.filter((part) => part.code !== ''))
        lines.push(`   ${c.dim(`${what}:`)} ${singleLine(code)}`);
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}
