// A body in memory: counted while it streams, never above the cap, the time or the room that all share.
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readBody } from '../../src/http/read-body.ts';
import type { Room } from '../../src/http/read-body.ts';

const limits = (room: Room) => ({ mostBytes: 10, timeoutMs: 5_000, room });
const wide = (): Room => ({ taken: 0, mostBytes: 1_000 });

test('a body of the cap is read, and gives its room back', async () => {
  const room = wide();
  const stream = new PassThrough();
  const read = readBody(stream, limits(room));
  stream.write('12345');
  stream.end('67890');
  expect(await read).toEqual({ kind: 'read', bytes: Buffer.from('1234567890') });
  expect(room.taken).toBe(0);
});

test('a body one byte above the cap is given up while it still streams', async () => {
  const room = wide();
  const stream = new PassThrough();
  const read = readBody(stream, limits(room));
  stream.write('12345678901');
  expect(await read).toEqual({ kind: 'too_large' });
  expect(room.taken).toBe(0);
});

test('a body that finds no room beside the others is given up, and they are not', async () => {
  const room: Room = { taken: 0, mostBytes: 12 };
  const [first, second] = [new PassThrough(), new PassThrough()];
  const reads = [readBody(first, limits(room)), readBody(second, limits(room))];
  first.write('12345678');
  await new Promise((resolve) => setImmediate(resolve));
  second.write('12345678');
  expect(await reads[1]).toEqual({ kind: 'no_room' });
  first.end();
  expect(await reads[0]).toMatchObject({ kind: 'read' });
  expect(room.taken).toBe(0);
});

test('a body that does not end in time is given up', async () => {
  const room = wide();
  const stream = new PassThrough();
  const read = readBody(stream, { ...limits(room), timeoutMs: 20 });
  stream.write('123');
  expect(await read).toEqual({ kind: 'too_slow' });
  expect(room.taken).toBe(0);
});

test('a sender who goes away leaves no room taken', async () => {
  const room = wide();
  const stream = new PassThrough();
  const read = readBody(stream, limits(room));
  stream.write('123');
  await new Promise((resolve) => setImmediate(resolve));
  stream.destroy();
  expect(await read).toEqual({ kind: 'gone' });
  expect(room.taken).toBe(0);
});
