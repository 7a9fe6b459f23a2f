import { beforeEach, expect, it } from 'vitest';
import { type Circuit, createCircuit } from './circuit.ts';

let now = 0;
let circuit: Circuit;
beforeEach(() => {
  now = 0;
  circuit = createCircuit(() => now);
});
const times = (count: number, outcome: 'fail' | 'succeed') => {
  for (let index = 0; index < count; index++) {
    circuit.begin();
    circuit[outcome]();
  }
};

it('opens after five failures in a row, and not before', () => {
  times(4, 'fail');
  times(1, 'succeed');
  times(4, 'fail');
  expect(circuit.allows()).toBe(true);
  times(1, 'fail');
  expect(circuit.allows()).toBe(false);
});

it('is tried with one request after a second, and closes when it succeeds', () => {
  times(5, 'fail');
  now = 999;
  expect(circuit.allows()).toBe(false);
  now = 1000;
  expect(circuit.allows()).toBe(true);
  circuit.begin();
  expect(circuit.allows()).toBe(false);
  circuit.abandon();
  expect(circuit.allows()).toBe(true);
  circuit.begin();
  circuit.succeed();
  times(4, 'fail');
  expect(circuit.allows()).toBe(true);
});

it('waits twice as long after each failed trial, half a minute at most', () => {
  times(5, 'fail');
  const pauses: number[] = [];
  for (let trial = 0; trial < 7; trial++) {
    const began = now;
    while (!circuit.allows()) now += 500;
    pauses.push(now - began);
    times(1, 'fail');
  }
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

it('takes no notice of what was under way when it opened', () => {
  for (let index = 0; index < 8; index++) circuit.begin();
  for (let index = 0; index < 8; index++) circuit.fail();
  now = 1000;
  expect(circuit.allows()).toBe(true);
});
