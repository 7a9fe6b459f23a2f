// The entry of the program: reads the command line and hands over to a command.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { describeConfiguration, readConfiguration } from './config/index.ts';
import { AssayError } from './errors.ts';
import type { RoleName } from './roles/index.ts';

/** bad usage, or an error that is not a finding */
const EXIT_ERROR = 2;

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

function configurationHelp(): string {
  const settings = describeConfiguration();
  const width = Math.max(...settings.map(({ name }) => name.length)) + 2;
  const lines = settings.map(({ name, description, default: fallback }) => {
    const text = `${description.replaceAll('`', '')} [${fallback}]`;
    return `  ${name.padEnd(width)}${wrap(text, 100 - width).join(`\n  ${' '.repeat(width)}`)}`;
  });
  return `\nEnvironment variables:\n${lines.join('\n')}\n`;
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function createProgram(): Command {
  const program = new Command('assay')
    .description('Self-hosted code analysis that explains, fixes and learns from your verdicts.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(run with --help for the options)')
    .addHelpText('after', configurationHelp())
    .exitOverride();
  program
    .command('serve')
    .description('run the server until it is asked to stop')
    .addOption(
      new Option('--role <role...>', 'run this role alone; without it, everything runs in one process').choices([
        'gateway',
        'api',
        'model',
        'worker',
        'trainer',
      ] satisfies RoleName[]),
    )
    .action(async ({ role = [] }: { role?: RoleName[] }) => {
      const { runUntilStopped } = await import('./roles/index.ts');
      await runUntilStopped(readConfiguration(), role);
    });
  return program;
}

/** `assay analyze . | head`: whoever reads has enough. */
function stopWhenUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT_ERROR);
}

/** Runs the command that `argv` (as `process.argv`) names; sets the exit code of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.off('error', stopWhenUnread).on('error', stopWhenUnread);
  const program = createProgram();
  // The door of the command line is made of functions that each add a command.
  for (const add of Object.values(await import('./cli/index.ts'))) add(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = EXIT_ERROR;
    if (error instanceof CommanderError) {
      // commander has printed what is wrong; help and version end with 0
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_ERROR;
    } else if (error instanceof AssayError) {
      process.stderr.write(`assay: ${error.detail}\n`);
    } else {
      process.stderr.write(`assay: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
  }
}

// Run directly (`tsx src/main.ts`) this file is the program; scripts/assay.mjs imports it and calls main.
if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv);
