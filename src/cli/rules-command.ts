// `assay rules`: own rules in the Semgrep rule language are checked, tried on annotated code, and added to a project or a server.
import type { Command } from 'commander';
import type { AddOptions, CommandResult } from './rules-run.ts';
import { addServerRulesCommands } from './server-rules-command.ts';
import type { ServerOptions } from './server-rules-run.ts';

const NOTES = `
Rules are YAML in the Semgrep rule language; docs/own-rules.md tells what of it runs. \`assay analyze\` takes those in
.assay/rules/ of the project, and facts about sources, sinks and sanitisers in .assay/facts.yaml.

  assay rules lint                           what is wrong with the project's own rules, with its place
  assay rules lint rules/ other.yaml         the same of others
  assay rules test                           every rule on the annotated files beside it (ruleid: and ok:)
  assay rules add no-eval.yaml               checked, tested, and copied to .assay/rules/ with its tests
  assay rules list                           the project's own rules

On a server rules hold for a tenant, or for one of its projects. A new one begins in the shadow: it speaks in previews only.

  assay rules push no-eval.yaml --server https://assay.example.com
  assay rules preview no-eval --server …     what it would say of the last analyses whose code was kept
  assay rules enforce no-eval --server …     from now on it speaks in every analysis; shadow and disable take it back
  assay rules list --server …                the server's own rules with their states

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
    .description("the project's own rules, or those of a server")
    .option('--server <url>', 'the Assay whose rules are listed')
    .option('--api-key <key>', 'with which it is asked; without it ASSAY_API_KEY')
    .option('--project <slug>', 'with the rules of this project')
    .action(async ({ server, ...rest }: Partial<ServerOptions>) => {
      if (server === undefined) return finish(await (await commands()).listRules(process.cwd()));
      return finish(await (await import('./server-rules-run.ts')).listServerRules({ server, ...rest }));
    });
  addServerRulesCommands(rules, finish);
}
