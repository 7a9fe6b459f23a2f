// `assay rules`: own rules in the Semgrep rule language are checked, tried on annotated code, and added to a project.
import type { Command } from 'commander';
import type { AddOptions, CommandResult } from './rules-run.ts';

const NOTES = `
Rules are YAML in the Semgrep rule language; docs/own-rules.md tells what of it runs. \`assay analyze\` takes those in
.assay/rules/ of the project, and facts about sources, sinks and sanitisers in .assay/facts.yaml.

  assay rules lint                           what is wrong with the project's own rules, with its place
  assay rules lint rules/ other.yaml         the same of others
  assay rules test                           every rule on the annotated files beside it (ruleid: and ok:)
  assay rules add no-eval.yaml               checked, tested, and copied to .assay/rules/ with its tests
  assay rules list                           the project's own rules

Exit code: 0 all right, 1 a rule is refused or a test fails, 2 wrong usage.
`;

export function addRulesCommand(program: Command): void {
  const rules = program.command('rules').description('own rules: check, test, add').addHelpText('after', NOTES);
  const commands = () => import('./rules-run.ts');
  const finish = ({ exit, output }: CommandResult) => {
    process.stdout.write(output);
    process.exitCode = exit;
  };
  rules
    .command('lint')
    .description('check rules and facts: what cannot run is told with its place')
    .argument('[path...]', 'files or folders; without one, .assay of the project')
    .action(async (paths: string[]) => finish(await (await commands()).lintRules(process.cwd(), paths)));
  rules
    .command('test')
    .description('run rules on the annotated files beside them')
    .argument('[path...]', 'files or folders; without one, .assay/rules of the project')
    .action(async (paths: string[]) => finish(await (await commands()).testRuleFiles(process.cwd(), paths)));
  rules
    .command('add')
    .description('check and test rules, then copy them with their tests into .assay/rules of this directory')
    .argument('<path...>', 'files of rules')
    .option('--replace', 'overwrite files of the same name', false)
    .action(async (paths: string[], options: AddOptions) =>
      finish(await (await commands()).addRules(process.cwd(), paths, options)),
    );
  rules
    .command('list')
    .description("the project's own rules")
    .action(async () => finish(await (await commands()).listRules(process.cwd())));
}
