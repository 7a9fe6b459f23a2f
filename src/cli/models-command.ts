// `assay models`: which models there are, which of them answers, and how to change that.
import type { Command } from 'commander';
import type { ChangeOptions, ListOptions, ReplayOptions } from './models-run.ts';

const NOTES = `
A model is named by its digest, by the beginning of it, by its version, or as \`built-in\`. Every change is recorded with its
reason and audited. With a server that runs on the embedded database, the server does it, for its home tenant.
`;

export function addModelsCommand(program: Command): void {
  const models = program.command('models').description('the models of a tenant').addHelpText('after', NOTES);
  models
    .command('list', { isDefault: true })
    .description('the models, the rollout that runs, and the last changes')
    .option('--tenant <id>', 'whose; default the home tenant')
    .option('-f, --format <format>', 'text or json', 'text')
    .action(async (options: ListOptions) => print((await import('./models-run.ts')).list(options)));
  models
    .command('show')
    .description('one model: components, what it was trained on, what the gate measured')
    .argument('<model>', 'which')
    .option('--tenant <id>', 'whose; default the home tenant')
    .action(async (model: string, options: ListOptions) =>
      print((await import('./models-run.ts')).show(model, options)),
    );
  models
    .command('promote')
    .description('make a model the champion at once, or begin its rollout')
    .argument('<model>', 'which')
    .requiredOption('--reason <text>', 'why; it is kept')
    .option('--rollout', 'shadow first, then 5 %, 25 % and all of the answers', false)
    .option('--tenant <id>', 'whose; default the home tenant')
    .action(async (model: string, options: ChangeOptions) =>
      print((await import('./models-run.ts')).promoteModel(model, options)),
    );
  models
    .command('rollback')
    .description('take the challenger away; without one, the champion before this one answers again')
    .requiredOption('--reason <text>', 'why; it is kept')
    .option('--tenant <id>', 'whose; default the home tenant')
    .action(async (options: ChangeOptions) => print((await import('./models-run.ts')).rollBackModel(options)));
  models
    .command('replay')
    .description('what another model would have said of a past analysis; exit code 1 when it differs')
    .argument('<model>', 'which')
    .argument('<analysis>', 'id of the analysis')
    .option('--tenant <id>', 'whose; default the home tenant')
    .option('-f, --format <format>', 'text or json', 'text')
    .action(async (model: string, analysis: string, options: ReplayOptions) =>
      print((await import('./models-run.ts')).replay(model, analysis, options)),
    );
}

async function print(text: Promise<string>): Promise<void> {
  process.stdout.write(await text);
}
