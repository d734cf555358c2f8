/**
 * Reads a request's body into memory, counting while it streams: never more than the cap, never longer than the
 * time allowed, and never more in total than all requests together may hold. Whoever sends without being known
 * costs at most that.
 */
import type { Readable } from 'node:stream';

export type BodyRead =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'too_slow' }
  /** All requests together hold as much as they may. */
  | { readonly kind: 'no_room' }
  /** The sender went away. */
  | { readonly kind: 'gone' };

export type BodyLimits = {
  readonly mostBytes: number;
  readonly timeoutMs: number;
  readonly room: Room;
};

/** Bytes that all bodies being read may take together. */
export type Room = { taken: number; readonly mostBytes: number };

export function readBody(request: Readable, limits: BodyLimits): Promise<BodyRead> {
  const { mostBytes, timeoutMs, room } = limits;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (read: BodyRead): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
      room.taken -= length;
      resolve(read);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      room.taken += chunk.length;
      chunks.push(chunk);
      if (length > mostBytes) end({ kind: 'too_large' });
      else if (room.taken > room.mostBytes) end({ kind: 'no_room' });
    };
    const onEnd = (): void => {
      const [only] = chunks;
      const bytes =
        chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
      end({ kind: 'read', bytes });
    };
    const onGone = (): void => {
      end({ kind: 'gone' });
    };
    const timer = setTimeout(() => {
      end({ kind: 'too_slow' });
    }, timeoutMs);
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}
