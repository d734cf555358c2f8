// Whose webhook a delivery came by, as far as its headers say: the app's own, or something with the same address.
import { describe, expect, test } from 'vitest';
import { readHeaders } from '../../src/http/delivery-headers.ts';
import { APP_ID, headersFor } from './support.ts';

const KIND = 'x-github-hook-installation-target-type';
const ID = 'x-github-hook-installation-target-id';

function statusWith(headers: Readonly<Record<string, string>>): number {
  const read = readHeaders({ ...headersFor('{}'), ...headers }, APP_ID);
  return 'refusal' in read ? read.refusal.status : 202;
}

describe('a delivery', () => {
  test.each([
    { [KIND]: 'integration', [ID]: APP_ID },
    { [KIND]: '', [ID]: APP_ID },
    { [KIND]: '', [ID]: '' },
    // Of a kind that nobody knows, the id says nothing.
    { [KIND]: 'hub', [ID]: '1' },
  ])('by %j is taken for what its signature says', (headers) => {
    expect(statusWith(headers)).toBe(202);
  });

  test.each([
    { [KIND]: 'integration', [ID]: '4712' },
    { [KIND]: '', [ID]: '4712' },
    { [KIND]: 'repository', [ID]: '77' },
    // An id counts among its kind only.
    { [KIND]: 'repository', [ID]: APP_ID },
    { [KIND]: 'Organization', [ID]: APP_ID },
  ])('by %j is turned away', (headers) => {
    expect(statusWith(headers)).toBe(403);
  });
});
