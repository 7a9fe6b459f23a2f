// How long an answer of Redis is waited for.

/**
 * Rejects when there is no answer after so many milliseconds. Time in which this very process was too busy to read answers is
 * not held against Redis: what has arrived meanwhile is read before it is called late.
 */
export async function answerWithin<Answer>(milliseconds: number, command: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`no answer within ${milliseconds} ms`));
    // Timers come before sockets in a turn of the event loop, and immediates after them.
    timer = setTimeout(() => setImmediate(giveUp), milliseconds);
  });
  // It may fail when nobody waits for it any more.
  command.catch(() => undefined);
  return await Promise.race([command, late]).finally(() => clearTimeout(timer));
}
