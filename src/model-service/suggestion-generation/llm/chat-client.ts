// A client of OpenAI-compatible chat completions. What comes back is not trusted: it is bounded in time and size, redirects are not
// followed, and whatever is not an answer is an error of a few kinds.
import { createParts, textOfCompletion, usageOf } from './chat-answer.ts';

export interface LlmSettings {
  /** the base, with its `/v1` */
  readonly url: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly timeoutMs: number;
  readonly maxTokens: number;
  readonly concurrency: number;
}

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

export interface ChatUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ChatAnswer {
  readonly text: string;
  /** as the endpoint counts, or estimated where it does not say */
  readonly usage: ChatUsage;
}

export type LlmFailure = 'busy' | 'late' | 'unreachable' | 'refused' | 'malformed' | 'too_large';

export class LlmError extends Error {
  readonly failure: LlmFailure;

  constructor(failure: LlmFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

export interface LlmClient {
  readonly settings: LlmSettings;
  /** Throws LlmError; with `onText` the answer is streamed and its parts are told as they come. */
  ask(messages: readonly ChatMessage[], options?: AskOptions): Promise<ChatAnswer>;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
}

/** Of a token in bytes of JSON, at most; what is longer is not an answer to the question. */
const BYTES_PER_TOKEN = 200;
const FRAME_BYTES = 65_536;

export function createLlmClient(settings: LlmSettings): LlmClient {
  let running = 0;
  return {
    settings,
    async ask(messages, { signal, onText } = {}) {
      if (running >= settings.concurrency) throw new LlmError('busy', 'Too many questions are under way.');
      running++;
      const deadline = AbortSignal.timeout(settings.timeoutMs);
      const signals = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      try {
        return await exchange(settings, messages, signals, onText);
      } catch (error) {
        if (error instanceof LlmError) throw error;
        if (deadline.aborted) throw new LlmError('late', `There was no whole answer in ${settings.timeoutMs} ms.`);
        if (signal?.aborted === true) throw error;
        throw new LlmError('unreachable', 'The connection failed.');
      } finally {
        running--;
      }
    },
  };
}

async function exchange(
  { url, model, apiKey, maxTokens }: LlmSettings,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  onText: AskOptions['onText'],
): Promise<ChatAnswer> {
  const stream = onText !== undefined;
  const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    // A redirect would carry the code to whoever the endpoint names.
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }) },
    body: JSON.stringify({
      model,
      messages,
      max_tokens: maxTokens,
      temperature: 0,
      stream,
      ...(stream && { stream_options: { include_usage: true } }),
    }),
    signal,
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new LlmError('refused', `It answered ${response.status}.`);
  }
  const most = FRAME_BYTES + maxTokens * BYTES_PER_TOKEN;
  return onText === undefined
    ? await wholeAnswer(response, messages, most)
    : await streamedAnswer(response, messages, most, onText);
}

async function wholeAnswer(response: Response, messages: readonly ChatMessage[], most: number): Promise<ChatAnswer> {
  let body = '';
  for await (const part of textParts(response, most)) body += part;
  const answer = parsed(body);
  const text = textOfCompletion(answer);
  if (text === null) throw new LlmError('malformed', 'It is not a chat completion.');
  return { text, usage: usageOf(answer) ?? estimated(messages, text) };
}

async function streamedAnswer(
  response: Response,
  messages: readonly ChatMessage[],
  most: number,
  onText: (text: string) => void,
): Promise<ChatAnswer> {
  let text = '';
  let usage: ChatUsage | null = null;
  let isDone = false;
  const parts = createParts((data) => {
    if (data === '[DONE]') {
      isDone = true;
      return;
    }
    const chunk = parsed(data);
    usage = usageOf(chunk) ?? usage;
    const delta = textOfCompletion(chunk);
    if (delta === null || delta === '') return;
    text += delta;
    onText(delta);
  });
  for await (const part of textParts(response, most)) {
    parts.add(part);
    if (isDone) break;
  }
  parts.end();
  if (!isDone && text === '') throw new LlmError('malformed', 'It is not a stream of chat completions.');
  return { text, usage: usage ?? estimated(messages, text) };
}

/** The body in pieces of text; leaving the loop, or too much of it, ends the connection. */
async function* textParts(response: Response, most: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > most) throw new LlmError('too_large', `It is larger than ${most} bytes.`);
    yield decoder.decode(piece, { stream: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LlmError('malformed', 'It is not JSON.');
  }
}

/** Too many rather than too few: a token of code is three characters or more. */
function estimated(messages: readonly ChatMessage[], answer: string): ChatUsage {
  const asked = messages.reduce((sum, { content }) => sum + content.length, 0);
  return { inputTokens: tokensIn(asked), outputTokens: tokensIn(answer.length) };
}

function tokensIn(characters: number): number {
  return Math.ceil(characters / 3);
}

/** What a question can cost at most, in tokens. */
export function mostTokens(messages: readonly ChatMessage[], { maxTokens }: LlmSettings): ChatUsage {
  return { inputTokens: estimated(messages, '').inputTokens, outputTokens: maxTokens };
}
