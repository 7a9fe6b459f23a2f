// What `assay scan` asks a server: to begin, what happens, what was found. What is cut off is asked again, from where it was.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Scan, ScanFileEvent, ScanIssue, ScanIssuesPage } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import type { Upload } from './scan-upload.ts';

export interface ScanClient {
  begin(upload: Upload): Promise<Scan>;
  /** Resolves with the scan when it has ended. Throws AssayError when the server is away for too long. */
  watch(scanId: string, hooks: WatchHooks): Promise<Scan>;
  issues(scanId: string): Promise<ScanIssue[]>;
}

export interface WatchHooks {
  readonly onProgress: (scan: Scan) => void;
  readonly onFile: (event: ScanFileEvent) => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** A server that is silent for so long is taken for gone: it sends a sign of life every ten seconds. */
const SILENCE_MS = 45_000;
/** Then whoever waits is told. The scan goes on. */
const AWAY_MS = 5 * 60_000;
const PAGE = 1000;

export function createScanClient(server: string, apiKey: string): ScanClient {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${apiKey}`, ...(init.headers as Record<string, string>) };
    return await fetch(new URL(path, server), { ...init, headers, redirect: 'error' });
  };
  return {
    async begin({ body, contentType, query }) {
      const headers = { 'content-type': contentType, 'idempotency-key': randomUUID() };
      // The key makes it safe to send it again: there is one scan, however often it arrives.
      const send = () => ask(`/api/v1/scans${query}`, { method: 'POST', headers, body: new Uint8Array(body) });
      return (await (await persistently(send)).json()) as Scan;
    },
    watch: (scanId, hooks) => watch(ask, scanId, hooks),
    async issues(scanId) {
      const found: ScanIssue[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const answer = await persistently(() => ask(`/api/v1/scans/${scanId}/issues?limit=${PAGE}${after}`));
        const page = (await answer.json()) as ScanIssuesPage;
        found.push(...page.items);
        cursor = page.next_cursor;
      }
      return found;
    },
  };
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** The answer; while the server is away or busy, asked again. Throws AssayError for a refusal. */
async function persistently(send: () => Promise<Response>): Promise<Response> {
  const until = performance.now() + AWAY_MS;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const answer = await send().catch((cause: unknown) => away(cause, until));
    if (answer !== null && answer.status < 400) return answer;
    if (answer !== null && !(await isPassing(answer))) throw await refusal(answer);
    if (performance.now() > until) throw answer === null ? gone() : await refusal(answer);
    await delay(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

/** Whether it says nothing about the request itself. What broke off on the way may still be under way under the same key. */
async function isPassing(answer: Response): Promise<boolean> {
  if ([429, 502, 503, 504].includes(answer.status)) return true;
  if (answer.status !== 409) return false;
  const { code } = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as { code?: unknown };
  return code === 'idempotency_in_flight';
}

/** null: ask again. What a key or an address has wrong does not mend itself. */
function away(cause: unknown, until: number): null {
  const { code } = ((cause as { cause?: { code?: string } }).cause ?? {}) as { code?: string };
  const isFinal = code === 'ENOTFOUND' || code?.startsWith('ERR_INVALID') === true;
  if (isFinal || performance.now() > until) throw gone(cause);
  return null;
}

async function watch(ask: Ask, scanId: string, hooks: WatchHooks): Promise<Scan> {
  let lastId = '';
  let heardAt = performance.now();
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const silence = new AbortController();
    const timer = setInterval(() => {
      if (performance.now() - heardAt > SILENCE_MS) silence.abort(new Error('silent'));
    }, 1000);
    try {
      const headers: Record<string, string> = lastId === '' ? {} : { 'last-event-id': lastId };
      const answer = await ask(`/api/v1/scans/${scanId}/events`, { headers, signal: silence.signal });
      if (answer.status >= 400 && !(await isPassing(answer))) throw await refusal(answer);
      for await (const { id, event, data } of eventsOf(answer)) {
        heardAt = performance.now();
        pause = FIRST_PAUSE_MS;
        if (id !== '') lastId = id;
        if (event === 'file') hooks.onFile(JSON.parse(data) as ScanFileEvent);
        if (event === 'progress') hooks.onProgress(JSON.parse(data) as Scan);
        if (event === 'end') return JSON.parse(data) as Scan;
      }
    } catch (error) {
      if (error instanceof AssayError) throw error;
    } finally {
      clearInterval(timer);
    }
    if (performance.now() - heardAt > AWAY_MS) throw gone();
    await delay(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Blocks of `field: value` lines with an empty line between them; a comment is a block without an event. */
async function* eventsOf(answer: Response): AsyncGenerator<ServerEvent> {
  if (answer.body === null || !answer.ok) return;
  let pending = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body) {
    pending += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = pending.split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      yield { id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: fields.get('data') ?? '' };
    }
  }
}

async function refusal(answer: Response): Promise<AssayError> {
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string };
  const detail = `The server answered ${answer.status}: ${problem.detail ?? problem.title ?? 'no reason was given'}`;
  return new AssayError('internal', { detail });
}

const gone = (cause?: unknown) =>
  new AssayError('internal', { detail: 'The server does not answer. A scan that has begun goes on there.', cause });
