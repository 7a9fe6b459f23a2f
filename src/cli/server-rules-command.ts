// `assay rules push|preview|enforce|shadow|disable --server`: own rules on a server, in the shadow before they are enforced.
import { type Command, InvalidArgumentError } from 'commander';
import type { RuleState } from '../contract/index.ts';
import type { CommandResult } from './rules-run.ts';
import type { ServerOptions } from './server-rules-run.ts';

const STATES: readonly { readonly name: string; readonly state: RuleState; readonly does: string }[] = [
  { name: 'enforce', state: 'enforced', does: 'let a rule of a server speak in every analysis' },
  { name: 'shadow', state: 'shadow', does: 'let a rule of a server speak in previews only' },
  { name: 'disable', state: 'disabled', does: 'switch a rule of a server off' },
];

/** Adds the commands to `assay rules`. */
export function addServerRulesCommands(rules: Command, finish: (result: CommandResult) => void): void {
  const commands = () => import('./server-rules-run.ts');
  onServer(rules.command('push'))
    .description('give rules to a server; new ones begin in the shadow')
    .argument('<path...>', 'files or folders of rules')
    .action(async (paths: string[], options: ServerOptions) =>
      finish(await (await commands()).pushRules(process.cwd(), paths, options)),
    );
  onServer(rules.command('preview'))
    .description('what a rule of a server would say of its last analyses')
    .argument('<id>', 'the rule')
    .option('--last <n>', 'how many analyses, 100 at most', count, 20)
    .action(async (id: string, { last, ...options }: ServerOptions & { readonly last: number }) =>
      finish(await (await commands()).previewServerRule(id, last, options)),
    );
  for (const { name, state, does } of STATES) {
    onServer(rules.command(name))
      .description(does)
      .argument('<id>', 'the rule')
      .action(async (id: string, options: ServerOptions) =>
        finish(await (await commands()).setServerRuleState(id, state, options)),
      );
  }
}

function onServer(command: Command): Command {
  return command
    .requiredOption('--server <url>', 'the Assay that it is about')
    .option('--api-key <key>', 'with which it is asked; without it ASSAY_API_KEY')
    .option('--project <slug>', 'the project whose rule it is; without it, the tenant’s');
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 100) return value;
  throw new InvalidArgumentError('It must be a whole number from 1 to 100.');
}
