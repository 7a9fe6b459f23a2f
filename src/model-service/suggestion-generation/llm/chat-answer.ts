// The shapes of chat completions, whole and streamed, read with care.
import type { ChatUsage } from './chat-client.ts';

/** The text of a completion or of a streamed chunk; null where it has no such shape. */
export function textOfCompletion(answer: unknown): string | null {
  const choices = member(answer, 'choices');
  if (!Array.isArray(choices)) return null;
  // The chunk that tells the usage has no choice.
  if (choices.length === 0) return '';
  const message = member(choices[0], 'message') ?? member(choices[0], 'delta');
  const content = member(message, 'content');
  if (typeof content === 'string') return content;
  return content === null || (content === undefined && message !== undefined) ? '' : null;
}

export function usageOf(answer: unknown): ChatUsage | null {
  const usage = member(answer, 'usage');
  const [inputTokens, outputTokens] = [member(usage, 'prompt_tokens'), member(usage, 'completion_tokens')];
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : null;
}

/** Server-sent events, cut wherever the network cuts them. */
export function createParts(onData: (data: string) => void): { add(text: string): void; end(): void } {
  let rest = '';
  const take = (line: string): void => {
    const data = /^data:\s?(.*)$/.exec(line)?.[1];
    if (data !== undefined && data !== '') onData(data);
  };
  return {
    add(text) {
      const lines = (rest + text).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
    end() {
      take(rest);
      rest = '';
    },
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
