// `assay suggest`: asks a server for every verified fix of an issue, or for an explanation.
import type { Command } from 'commander';
import { readConfiguration } from '../config/index.ts';
import type { SuggestionsAnswer } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import { readSource } from './source-files.ts';
import { singleLine } from './terminal-text.ts';

interface SuggestOptions {
  readonly server: string;
  readonly file?: string;
  readonly explain: boolean;
  /** `--no-language-model` makes it false */
  readonly languageModel: boolean;
}

const NOTES = `
The id is that of an issue in an answer of the server, or in its list of issues. The API key is taken from ASSAY_API_KEY. Where the server
has a language model and the tenant allows it, it is asked, too: what it proposes is shown only when it passed every check.

  assay suggest 01998f2e-… --server https://assay.example.com
  assay suggest 01998f2e-… --server https://assay.example.com --explain
`;

export function addSuggestCommand(program: Command): void {
  program
    .command('suggest')
    .description('ask a server for all verified fixes of an issue, or for an explanation of it')
    .argument('<issue>', 'the id of the issue')
    .requiredOption('--server <url>', 'the Assay that knows the issue')
    .option('--file <path>', 'the file, where the server did not store it')
    .option('--explain', 'let the language model explain the finding', false)
    .option('--no-language-model', 'fixes of the rules alone')
    .addHelpText('after', NOTES)
    .action(async (issue: string, options: SuggestOptions) => {
      const { apiKey } = readConfiguration();
      await suggest(issue, options, apiKey, (text) => process.stdout.write(text));
    });
}

/** Throws AssayError when the server does not answer as it should. */
export async function suggest(
  issue: string,
  { server, file, explain, languageModel }: SuggestOptions,
  apiKey: string | null,
  print: (text: string) => void,
): Promise<void> {
  const path = `/api/v1/issues/${encodeURIComponent(issue)}/${explain ? 'explanation/stream' : 'suggestions'}`;
  const body = { ...(file !== undefined && { code: codeOf(file) }), language_model: languageModel };
  const response = await fetch(new URL(path, server), {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey ?? ''}` },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new AssayError('internal', { detail: `The server ${server} does not answer.`, cause });
  });
  if (!response.ok) {
    const { detail, title } = (await response.json()) as { detail?: string; title?: string };
    throw new AssayError('internal', { detail: `The server answered ${response.status}: ${detail ?? title}` });
  }
  if (explain) await printEvents(response, print);
  else print(suggestionsText((await response.json()) as SuggestionsAnswer));
}

function codeOf(file: string): string {
  const source = readSource(file);
  if ('reason' in source) throw new AssayError('invalid_request', { detail: `${file} is ${source.reason}.` });
  return source.code;
}

function suggestionsText({ suggestions, language_model: llm, notices }: SuggestionsAnswer): string {
  const lines = suggestions.flatMap(({ id, description, edits, source }, index) => [
    `${index + 1}. ${singleLine(description)} (${source === 'llm' ? 'language model' : source}, ${id})`,
    ...edits.map(({ location, text }) => `   ${singleLine(location.path)}:${location.start.line} ${singleLine(text)}`),
  ]);
  const spent = llm.state === 'answered' ? ` ${llm.input_tokens} + ${llm.output_tokens} tokens, cost ${llm.cost}` : '';
  const report = `language model: ${llm.state}${llm.proposed > 0 ? `, ${llm.verified} of ${llm.proposed} verified` : ''}${spent}`;
  const none = suggestions.length === 0 ? ['There is no verified fix.'] : [];
  return `${[...none, ...lines, ...notices.map(({ message }) => message), report].join('\n')}\n`;
}

/** Each text as it comes, made harmless for a terminal; then what it cost. */
async function printEvents(response: Response, print: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    const events = (rest + decoder.decode(piece, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) printEvent(event, print);
  }
}

function printEvent(event: string, print: (text: string) => void): void {
  const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
  if (data === undefined) return;
  if (name === 'text') {
    const { text } = JSON.parse(data) as { text: string };
    print(text.split('\n').map(singleLine).join('\n'));
    return;
  }
  const { state, cost } = JSON.parse(data) as SuggestionsAnswer['language_model'];
  print(`\nlanguage model: ${state}, cost ${cost}\n`);
}
