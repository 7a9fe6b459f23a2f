// Reads the rule folders as people write them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type RuleDefinition, validateRuleDefinition } from '../../src/rules/rule-definition.ts';
import { repositoryRoot } from '../repository-root.ts';

export const RULES_FOLDER = 'src/rules';

export interface RuleFolder {
  readonly definition: RuleDefinition;
  readonly readme: string;
  /** source of check.ts and its neighbours, or '' */
  readonly code: string;
  /** whether there is a fix.ts */
  readonly hasFix: boolean;
  /** languages with a folder below examples/ */
  readonly exampleLanguages: readonly string[];
}

/** Every rule folder, sorted by id. Throws when a file is missing, or folder and id differ. */
export function readRuleFolders(): RuleFolder[] {
  const root = join(repositoryRoot, RULES_FOLDER);
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names.map((name) => {
    const folder = join(root, name);
    const definition = validateRuleDefinition(
      parse(readFileSync(join(folder, 'rule.yaml'), 'utf8')),
      `${RULES_FOLDER}/${name}/rule.yaml`,
    );
    if (definition.id !== name) throw new Error(`${RULES_FOLDER}/${name}: its rule.yaml has the id ${definition.id}`);
    if ((definition.check === true) !== existsSync(join(folder, 'check.ts'))) {
      throw new Error(`${RULES_FOLDER}/${name}: check: true and check.ts belong together`);
    }
    const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const code = sources.sort().map((file) => readFileSync(join(folder, file), 'utf8'));
    const examples = join(folder, 'examples');
    const exampleLanguages = existsSync(examples) ? readdirSync(examples).sort() : [];
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    return { definition, readme, code: code.join('\n'), exampleLanguages, hasFix: sources.includes('fix.ts') };
  });
}
