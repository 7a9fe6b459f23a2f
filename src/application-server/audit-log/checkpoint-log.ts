// The log of checkpoints outside the database: JSON lines, one file a month, mode 0600, only ever appended to and forced to disk.
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkpointHash, parseCheckpoint, type SignedCheckpoint } from '../../security/index.ts';

const FILE = /^audit-checkpoints-\d{4}-\d{2}\.jsonl$/;

export interface LoggedCheckpoint {
  readonly checkpoint: SignedCheckpoint;
  /** as `audit-checkpoints-2026-01.jsonl:17` */
  readonly place: string;
  /** what the next one names as `previous` */
  readonly hash: string;
}

/** The files of a log in order; none when the directory does not exist. */
export async function checkpointFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => FILE.test(name))
    .sort()
    .map((name) => join(directory, name));
}

/** The checkpoints of a file in order. Torn lines, from a crash or a full disk, are passed to `onTorn` and left out. */
export async function* readCheckpoints(
  path: string,
  onTorn: (place: string) => void = () => {},
): AsyncGenerator<LoggedCheckpoint> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  for await (const line of lines) {
    number++;
    const place = `${path.slice(path.lastIndexOf('/') + 1)}:${number}`;
    const checkpoint = parseCheckpoint(line);
    if (checkpoint !== null) yield { checkpoint, place, hash: checkpointHash(line) };
    else if (line !== '') onTorn(place);
  }
}

/** What the next checkpoints build on. */
export interface LogState {
  /** of this month: the last number written, by chain */
  readonly lastSeq: ReadonlyMap<string, number>;
  /** of the whole log */
  readonly lastHash: string | null;
}

/** Reads the file of the month, and of the one before only as much as links the two. */
export async function readLogState(directory: string, now: Date): Promise<LogState> {
  const lastSeq = new Map<string, number>();
  let lastHash: string | null = null;
  const files = (await checkpointFiles(directory)).slice(-2);
  const current = fileOfMonth(directory, now);
  for (const file of files) {
    for await (const { checkpoint, hash } of readCheckpoints(file)) {
      lastHash = hash;
      if (file === current) lastSeq.set(checkpoint.chain, checkpoint.seq);
    }
  }
  return { lastSeq, lastHash };
}

/** Appends lines to the file of the month; they are on disk when this returns. */
export async function appendCheckpoints(directory: string, now: Date, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = await open(fileOfMonth(directory, now), 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    // A line that a crash has torn gets its end here, or it would spoil the next one as well.
    const torn = size > 0 && last.toString('latin1') !== '\n';
    await file.appendFile(`${torn ? '\n' : ''}${lines.join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  // The name of a new file must be on disk as well.
  const folder = await open(directory, 'r');
  await folder.sync().finally(() => folder.close());
}

function fileOfMonth(directory: string, now: Date): string {
  return join(directory, `audit-checkpoints-${now.toISOString().slice(0, 7)}.jsonl`);
}
