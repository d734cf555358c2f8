// How the notice tests read a delivery: as nobody in particular unless they say who we are.
import { readNotice } from '../../../src/forge/github/notice/read-notice.ts';
import type { Ourselves } from '../../../src/forge/github/notice/told.ts';
import type { Notice } from '../../../src/core/intent/notice.ts';
import { examplesOf } from './examples.ts';
import type { Example } from './examples.ts';

export const RECEIVED_AT = '2026-11-22T03:30:00.000Z';
const nobody = { appId: '999', bot: null };

export function read(name: string, payload: unknown, ourselves: Ourselves = nobody): Notice {
  return readNotice({ name, payload, receivedAt: RECEIVED_AT, ourselves });
}

export function readExample({ event, payload }: Example): Notice {
  return read(event, payload);
}

export function one(event: string, action: string): Example {
  const [example] = examplesOf(event, action);
  if (example === undefined) throw new Error(`no example of ${event}.${action}`);
  return example;
}

export function part(example: Example, key: string): Record<string, unknown> {
  return structuredClone(example.payload[key]) as Record<string, unknown>;
}

export function omit(of: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of).filter(([each]) => each !== key));
}
