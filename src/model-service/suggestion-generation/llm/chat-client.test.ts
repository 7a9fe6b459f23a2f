import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatServer, startChatServer } from '../../../../tests/services/chat-completions.ts';
import { createLlmClient, type LlmError, type LlmSettings } from './chat-client.ts';

let server: ChatServer;
let other: ChatServer;
beforeAll(async () => {
  [server, other] = [await startChatServer(), await startChatServer()];
});
afterAll(async () => {
  await server.close();
  await other.close();
});

const MESSAGES = [{ role: 'user' as const, content: 'What is wrong?' }];
const clientOf = (more: Partial<LlmSettings> = {}) =>
  createLlmClient({
    url: server.url,
    model: 'm',
    apiKey: 'k',
    timeoutMs: 120_000,
    maxTokens: 50,
    concurrency: 2,
    ...more,
  });
const failureOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: LlmError) => error.failure,
  );

describe('a chat client', () => {
  it('asks as the protocol has it, and counts as the endpoint does', async () => {
    server.answer('Nothing.');
    expect(await clientOf().ask(MESSAGES)).toEqual({
      text: 'Nothing.',
      usage: { inputTokens: 1000, outputTokens: 100 },
    });
    expect(server.seen.at(-1)).toMatchObject({
      model: 'm',
      messages: MESSAGES,
      stream: false,
      max_tokens: 50,
      authorization: 'Bearer k',
    });
  });

  it('tells a streamed answer in parts, however the network cuts it', async () => {
    server.answer('Mend it — at once, please.');
    const parts: string[] = [];
    const { text, usage } = await clientOf().ask(MESSAGES, { onText: (part) => parts.push(part) });
    expect([text, parts.join(''), usage.outputTokens]).toEqual(['Mend it — at once, please.', text, 100]);
    expect(parts.length).toBeGreaterThan(3);
  });

  it('estimates tokens where the endpoint does not say', async () => {
    server.answer({ raw: JSON.stringify({ choices: [{ message: { content: 'abcdef' } }] }) });
    expect((await clientOf().ask(MESSAGES)).usage).toEqual({ inputTokens: 5, outputTokens: 2 });
  });

  it.each([
    ['malformed', { raw: 'not json' }],
    ['malformed', { raw: '{"choices": {"0": 1}}' }],
    ['malformed', { raw: '[]' }],
    ['refused', { raw: '{}', status: 500 }],
    ['too_large', 'endless'],
  ] as const)('calls it %s when the answer is %j', async (failure, behaviour) => {
    server.answer(behaviour);
    expect(await failureOf(clientOf().ask(MESSAGES))).toBe(failure);
    if (behaviour !== 'endless') expect(await failureOf(clientOf().ask(MESSAGES, { onText: () => {} }))).toBe(failure);
  });

  it('follows no redirect: whoever is behind it sees nothing', async () => {
    server.answer({ raw: '', status: 307, headers: { location: `${other.url}/chat/completions` } });
    expect(await failureOf(clientOf().ask(MESSAGES))).toBe('refused');
    expect(other.seen).toEqual([]);
  });

  it('gives up when no whole answer comes in time, and takes no more at a time than it may', async () => {
    server.answer('never');
    const client = clientOf({ timeoutMs: 300, concurrency: 1 });
    const [first, second] = await Promise.all([failureOf(client.ask(MESSAGES)), failureOf(client.ask(MESSAGES))]);
    expect([first, second]).toEqual(['late', 'busy']);
    server.answer('Now.');
    const asked = async () => (await client.ask(MESSAGES).catch(() => null))?.text;
    await expect.poll(asked).toBe('Now.');
  });

  it('says so when nobody is there', async () => {
    expect(await failureOf(clientOf({ url: 'http://127.0.0.1:1/v1' }).ask(MESSAGES))).toBe('unreachable');
  });
});
