// Runs programs before and after their fixes: what worked still works, and what did harm does so no more.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createEngine, type Engine } from '../../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../../src/rules/index.ts';
import { TOOL_CHAINS, type ToolChain } from './tool-chains.ts';

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly code: string;
  readonly benign: readonly string[];
  readonly attack: readonly string[];
  /** regular expression on what the old program prints when it is attacked */
  readonly harm: string;
}

const HERE = new URL('.', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'assay-executed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  for (const language of engine.supportedLanguages) await engine.prepare(language);
});

/** The program with all fixes of the rule. */
function fixed({ code, rule }: Case, { language, file }: ToolChain): string {
  const { findings, fixes } = engine.analyze({ code, language, path: file, files: [], suggest: true });
  const edits = findings.flatMap(({ ruleId }, index) =>
    ruleId === rule ? (fixes[index] ?? []).flatMap((fix) => fix.edits) : [],
  );
  expect(findings.map(({ ruleId }) => ruleId)).toContain(rule);
  expect(edits.length, `there is no verified fix in\n${code}`).toBeGreaterThan(0);
  const distinct = [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
  distinct.sort((a, b) => b.start - a.start || b.end - a.end);
  return distinct.reduce(
    (text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end),
    code,
  );
}

function run(chain: ToolChain, program: string, args: readonly string[]): string {
  const [command, ...rest] = chain.run(program);
  const { stdout, stderr } = spawnSync(command, [...rest, ...args], {
    encoding: 'utf8',
    cwd: program,
    env: { ...process.env, ...chain.env },
    timeout: 300_000,
  });
  return stdout + stderr.replaceAll(/\b[0-9a-f]{8,}\b/g, '');
}

describe.each(TOOL_CHAINS.map((chain) => [chain.language, chain] as const))('fixes in %s', (language, chain) => {
  const cases = readdirSync(join(HERE, 'cases'))
    .filter((name) => name.startsWith(`${language}.`) || name.startsWith(`${language}-`))
    .sort()
    .flatMap((name) => parse(readFileSync(join(HERE, 'cases', name), 'utf8')) as Case[]);
  const isThere = chain.isInstalled();
  if (!isThere) console.warn(`no tool chain for ${language}: ${cases.length} executed fixes are not run`);

  it.runIf(isThere).each(cases.map((each, index) => [each.name, each, index] as const))('%s', (_, each, index) => {
    const programs = [each.code, fixed(each, chain)].map((code, turn) => {
      const program = join(folder, `${language}${index}${turn === 0 ? 'before' : 'after'}`);
      mkdirSync(program, { recursive: true });
      writeFileSync(join(program, chain.file), code);
      const problem = chain.build?.(program);
      expect(problem ?? '', code).toBe('');
      return program;
    });
    const [before, after] = programs;
    expect(run(chain, after, each.benign), readFileSync(join(after, chain.file), 'utf8')).toBe(
      run(chain, before, each.benign),
    );
    expect(run(chain, before, each.attack)).toMatch(new RegExp(each.harm, 'm'));
    expect(run(chain, after, each.attack), readFileSync(join(after, chain.file), 'utf8')).not.toMatch(
      new RegExp(each.harm, 'm'),
    );
  });
});
