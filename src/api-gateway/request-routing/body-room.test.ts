import { EventEmitter } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { announcedBytes, createBodyRoom } from './body-room.ts';

const LIMITS = { all: 100, ofTenant: 50, free: 5, largest: 40 };

const request = (headers: Record<string, string>) => ({ headers }) as unknown as FastifyRequest;
const sized = (bytes: number) => request({ 'content-length': String(bytes) });

function reply(destroyed = false): { readonly reply: FastifyReply; readonly close: () => void } {
  const raw = Object.assign(new EventEmitter(), { destroyed });
  return { reply: { raw } as unknown as FastifyReply, close: () => raw.emit('close') };
}

describe('room for bodies', () => {
  it('is taken by bytes, of all and of one tenant, and given back when the answer is there', () => {
    const room = createBodyRoom(LIMITS);
    const [first, second, third] = [reply(), reply(), reply()];
    room.take(sized(50), 'a', first.reply);
    expect(() => room.take(sized(6), 'a', second.reply)).toThrow(expect.objectContaining({ code: 'overloaded' }));
    room.take(sized(50), 'b', second.reply);
    expect(() => room.take(sized(6), 'c', third.reply)).toThrow(expect.objectContaining({ retryAfter: 5 }));
    first.close();
    room.take(sized(50), 'a', third.reply);
  });

  it('is not needed for small bodies, nor taken by who has hung up', () => {
    const room = createBodyRoom(LIMITS);
    for (let count = 0; count < 50; count++) room.take(sized(5), 'a', reply().reply);
    for (let count = 0; count < 50; count++) room.take(sized(50), 'a', reply(true).reply);
    room.take(sized(50), 'a', reply().reply);
  });

  it('is that of the largest body where one does not say how long it is', () => {
    expect(announcedBytes(request({ 'transfer-encoding': 'chunked' }), 40)).toBe(40);
    expect(announcedBytes(request({}), 40)).toBe(0);
    const room = createBodyRoom(LIMITS);
    const chunked = request({ 'transfer-encoding': 'chunked' });
    room.take(chunked, 'a', reply().reply);
    expect(() => room.take(chunked, 'a', reply().reply)).toThrow(expect.objectContaining({ code: 'overloaded' }));
  });
});
