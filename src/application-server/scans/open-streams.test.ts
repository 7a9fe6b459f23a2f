import { expect, it } from 'vitest';
import { createOpenStreams } from './open-streams.ts';

const tooMany = expect.objectContaining({ code: 'too_many_streams' });

it('counts streams by tenant and together, each once', () => {
  const streams = createOpenStreams({ ofOneTenant: 2, together: 3 });
  const close = streams.open('a');
  streams.open('a');
  expect(() => streams.open('a')).toThrow(tooMany);
  streams.open('b');
  expect(() => streams.open('c')).toThrow(tooMany);
  close();
  close();
  streams.open('c');
  expect(() => streams.open('a')).toThrow(tooMany);
});
