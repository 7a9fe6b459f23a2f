import { describe, expect, it } from 'vitest';
import { createLaneQueue } from './lane-queue.ts';

describe('lane queue', () => {
  it('serves in the order of arrival', async () => {
    const queue = createLaneQueue(['a'], 10);
    const served: number[] = [];
    const lane = await queue.take(undefined);
    const serve = async (n: number) => {
      const next = await queue.take(undefined);
      served.push(n);
      queue.give(next);
    };
    const later = [1, 2, 3].map(serve);
    expect(queue.load()).toEqual({ waiting: 3, running: 1 });
    queue.give(lane);
    await Promise.all(later);
    expect(served).toEqual([1, 2, 3]);
    expect(queue.load()).toEqual({ waiting: 0, running: 0 });
  });

  it('what nobody waits for comes last, and takes nobody a place', async () => {
    const queue = createLaneQueue(['a'], 1);
    const served: string[] = [];
    const lane = await queue.take(undefined);
    const serve = async (name: string, background: boolean) => {
      const next = await queue.take(undefined, background);
      served.push(name);
      queue.give(next);
    };
    const later = [serve('scan 1', true), serve('scan 2', true), serve('person', false)];
    expect(queue.load()).toEqual({ waiting: 3, running: 1 });
    queue.give(lane);
    await Promise.all(later);
    expect(served).toEqual(['person', 'scan 1', 'scan 2']);
  });

  it('gives the lane that is liked where it can, and another where not', async () => {
    const queue = createLaneQueue(['a', 'b'], 10);
    expect(await queue.take(undefined, false, 0)).toBe('a');
    // The one that is liked is away, but another is free.
    expect(await queue.take(undefined, false, 0)).toBe('b');
    const served: string[] = [];
    const serve = async (name: string, liked: number | undefined) => {
      served.push(`${name} ${await queue.take(undefined, true, liked)}`);
    };
    const later = [serve('likes b', 1), serve('likes a', 0), serve('likes both', undefined)];
    queue.give('a');
    queue.give('b');
    queue.give('b');
    await Promise.all(later);
    expect(served.sort()).toEqual(['likes a a', 'likes b b', 'likes both b']);
  });

  it('refuses when too many wait', async () => {
    const queue = createLaneQueue(['a'], 0);
    await queue.take(undefined);
    await expect(queue.take(undefined)).rejects.toMatchObject({ code: 'overloaded', retryAfter: 1 });
  });

  it('a client that hangs up leaves the queue, and its place is not lost', async () => {
    const queue = createLaneQueue(['a'], 10);
    const lane = await queue.take(undefined);
    const hangUp = new AbortController();
    const gone = queue.take(hangUp.signal);
    const next = queue.take(undefined);
    hangUp.abort(new Error('hung up'));
    await expect(gone).rejects.toThrow('hung up');
    queue.give(lane);
    expect(await next).toBe('a');
  });
});
