// The few messages of PostgreSQL's protocol that the database thread itself has to know (manual, "Message Formats").

/** ReadyForQuery is the last message of every answer: 'Z', its length, and one byte of transaction state. */
const READY_FOR_QUERY = [0x5a, 0, 0, 0, 5] as const;
const IDLE = 0x49;
const TERMINATE = 0x58;

export const readyForQuery = (): Uint8Array => Uint8Array.of(...READY_FOR_QUERY, IDLE);

/** Whether the answer is whole; a PostgreSQL that has panicked breaks off. */
export function endsReady(answer: Uint8Array): boolean {
  const start = answer.length - READY_FOR_QUERY.length - 1;
  return start >= 0 && READY_FOR_QUERY.every((byte, index) => answer[start + index] === byte);
}

/** The first message of a connection has no letter before its length, which is small. */
export function isStartup(messages: Uint8Array): boolean {
  return messages[0] === 0;
}

export function isTerminate(messages: Uint8Array): boolean {
  return messages[0] === TERMINATE;
}

/** A Query message: 'Q', length, text, NUL. */
export function simpleQuery(text: string): Uint8Array {
  const body = Buffer.from(`${text}\0`, 'utf8');
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(body.length + 4, 1);
  return new Uint8Array(Buffer.concat([head, body]));
}
