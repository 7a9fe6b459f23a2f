// Paths share variables until one of them writes; joins and loops see what differs, and nothing else changes.
import { describe, expect, it } from 'vitest';
import { State } from './state.ts';
import { constantsValue, UNKNOWN, type Value } from './value.ts';

const text = (constant: string): Value => constantsValue([constant]);

/** So many that they lie in several chunks, and more than a chunk's smallest size. */
const SIZES = [1, 31, 32, 33, 1024, 1025, 5000];

describe.each(SIZES)('the variables of a path, %i of them', (size) => {
  const last = size - 1;

  it('begins with nothing known', () => {
    const state = State.empty(size);
    expect(state.length).toBe(size);
    expect(state.get(0)).toBeUndefined();
    expect(state.get(last)).toBeUndefined();
  });

  it('keeps nothing that lies far beyond', () => {
    const state = State.empty(size).fork();
    state.set(size + 100_000, UNKNOWN);
    expect(state.get(size + 100_000)).toBeUndefined();
    expect(state.get(last)).toBeUndefined();
  });

  it('a path that parts sees what was there, and neither sees what the other writes', () => {
    const one = State.empty(size);
    one.set(last, text('before'));
    const other = one.fork();
    expect(other.get(last)?.constants).toEqual(['before']);
    other.set(last, text('other'));
    expect(one.get(last)?.constants).toEqual(['before']);
    one.set(last, text('one'));
    expect(other.get(last)?.constants).toEqual(['other']);
    expect(one.get(last)?.constants).toEqual(['one']);
  });

  it('a third path of a second one is as much its own', () => {
    const first = State.empty(size);
    const second = first.fork();
    second.set(0, text('second'));
    const third = second.fork();
    second.set(0, text('changed'));
    third.set(last, UNKNOWN);
    expect(first.get(0)).toBeUndefined();
    expect(third.get(last)).toBe(UNKNOWN);
    if (size > 1) expect(third.get(0)?.constants).toEqual(['second']);
  });

  it('a join knows both, where they differ', () => {
    const one = State.empty(size);
    const kept = text('kept');
    one.set(last, kept);
    const other = one.fork();
    other.set(0, text('x'));
    one.set(0, text('y'));
    one.join(other);
    expect(one.get(0)?.constants).toEqual(['y', 'x']);
    expect(other.get(0)?.constants).toEqual(['x']);
    if (size > 1) expect(one.get(last)).toBe(kept);
  });

  it('a variable that only one path knows is what it is there', () => {
    const one = State.empty(size);
    const other = one.fork();
    other.set(last, text('x'));
    one.join(other);
    expect(one.get(last)?.constants).toEqual(['x']);
  });

  it('what is unknown is filled, what is known stays', () => {
    const exit = State.empty(size);
    const head = exit.fork();
    head.set(last, text('head'));
    exit.fillFrom(head);
    expect(exit.get(last)?.constants).toEqual(['head']);
    head.set(last, text('later'));
    exit.fillFrom(head);
    expect(exit.get(last)?.constants).toEqual(['head']);
  });

  it('what was written in between counts beside what is there', () => {
    const before = State.empty(size);
    before.set(last, text('a'));
    const narrowed = before.fork();
    const now = narrowed.fork();
    before.joinWritten(narrowed, now);
    expect(before.get(last)?.constants).toEqual(['a']);
    now.set(last, text('b'));
    before.joinWritten(narrowed, now);
    expect(before.get(last)?.constants).toEqual(['a', 'b']);
  });

  it('a round of a loop is news once', () => {
    const head = State.empty(size);
    head.set(last, text('a'));
    const round = head.fork();
    expect(head.takeRound(round, false)).toBe(false);
    round.set(last, text('b'));
    expect(head.takeRound(round, false)).toBe(true);
    expect(head.takeRound(round, false)).toBe(false);
    expect(head.get(last)?.constants).toEqual(['a', 'b']);
  });
});
