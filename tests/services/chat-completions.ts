// A server that speaks the protocol of chat completions, whole and streamed, and misbehaves as a test asks it to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenQuestion {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream: boolean;
  readonly max_tokens: number;
  readonly authorization: string | undefined;
}

/** How a question is answered; a text is a right answer. */
export type ChatBehaviour =
  | string
  | { readonly raw: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | 'never'
  | 'endless';

export interface ChatServer {
  /** with its `/v1` */
  readonly url: string;
  readonly seen: SeenQuestion[];
  /** what the next questions are answered */
  answer(behaviour: ChatBehaviour | ((question: SeenQuestion) => ChatBehaviour)): void;
  close(): Promise<void>;
}

export async function startChatServer(): Promise<ChatServer> {
  const seen: SeenQuestion[] = [];
  let behaviour: ChatBehaviour | ((question: SeenQuestion) => ChatBehaviour) = '';
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (request.url === '/v1/models') {
        response.end(JSON.stringify({ object: 'list', data: [] }));
        return;
      }
      if (request.url !== '/v1/chat/completions') {
        response.writeHead(404).end();
        return;
      }
      const question: SeenQuestion = { ...JSON.parse(body), authorization: request.headers.authorization };
      seen.push(question);
      reply(response, question, typeof behaviour === 'function' ? behaviour(question) : behaviour);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    seen,
    answer(next) {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const USAGE = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

function reply(response: ServerResponse, { stream, model }: SeenQuestion, behaviour: ChatBehaviour): void {
  if (behaviour === 'never') return;
  if (behaviour === 'endless') {
    pour(response);
    return;
  }
  if (typeof behaviour === 'object') {
    response.writeHead(behaviour.status ?? 200, { 'content-type': 'application/json', ...behaviour.headers });
    response.end(behaviour.raw);
    return;
  }
  if (!stream) {
    const choices = [{ index: 0, message: { role: 'assistant', content: behaviour }, finish_reason: 'stop' }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: 'c', object: 'chat.completion', model, choices, usage: USAGE }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
  const chunk = (more: object) => event({ id: 'c', object: 'chat.completion.chunk', model, ...more });
  let text = chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] });
  for (const word of behaviour.split(/(?<= )/)) text += chunk({ choices: [{ index: 0, delta: { content: word } }] });
  text += chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  text += chunk({ choices: [], usage: USAGE });
  text += 'data: [DONE]\n\n';
  // Cut where no event ends.
  const bytes = Buffer.from(text, 'utf8');
  response.write(bytes.subarray(0, 37));
  setImmediate(() => {
    response.write(bytes.subarray(37, 101));
    setImmediate(() => response.end(bytes.subarray(101)));
  });
}

function pour(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const block = Buffer.alloc(65_536, ' ');
  const more = (): void => {
    while (!response.destroyed && response.write(block));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}
