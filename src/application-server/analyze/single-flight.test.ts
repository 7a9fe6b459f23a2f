import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createSingleFlight } from './single-flight.ts';

const never = () => new AbortController().signal;

describe('createSingleFlight', () => {
  it('does equal work once and tells who started it', async () => {
    const flights = createSingleFlight<number>();
    let times = 0;
    const work = async () => {
      await delay(10);
      times++;
      return times;
    };
    const both = await Promise.all([flights.join('a', never(), work), flights.join('a', never(), work)]);
    expect(both).toEqual([
      { result: 1, started: true },
      { result: 1, started: false },
    ]);
    expect(await flights.join('a', never(), work)).toEqual({ result: 2, started: true });
  });

  it('goes on while somebody waits, and aborts when everyone has gone', async () => {
    const flights = createSingleFlight<string>();
    const [first, second] = [new AbortController(), new AbortController()];
    let aborted = false;
    const work = async (signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      await delay(60_000, undefined, { signal });
      return 'done';
    };
    const one = flights.join('a', first.signal, work);
    const other = flights.join('a', second.signal, work);
    first.abort(new Error('gone'));
    await expect(one).rejects.toThrow('gone');
    expect(aborted).toBe(false);
    second.abort(new Error('gone too'));
    await expect(other).rejects.toThrow('gone too');
    expect(aborted).toBe(true);
    // Abandoned work is not joined: the next one starts anew.
    expect(await flights.join('a', never(), async () => 'fresh')).toEqual({ result: 'fresh', started: true });
  });

  it('hands a failure to everyone and remembers nothing of it', async () => {
    const flights = createSingleFlight<string>();
    const fail = async () => {
      await delay(5);
      throw new Error('broken');
    };
    const results = await Promise.allSettled([flights.join('a', never(), fail), flights.join('a', never(), fail)]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect((await flights.join('a', never(), async () => 'well')).result).toBe('well');
  });
});
