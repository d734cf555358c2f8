// The manifest asks for exactly what the code handles: a right nobody uses is a right somebody can steal.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { PERMISSIONS, SUBSCRIBED_EVENTS } from '../../../src/forge/github/permissions.ts';
import { isHandled } from '../../../src/forge/github/notice/read-notice.ts';
import { confirmRoutes } from '../../../src/http/confirm.ts';
import { GITHUB_WEBHOOK_PATH } from '../../../src/http/github-webhook.ts';

type Manifest = {
  readonly callback_urls: readonly string[];
  readonly hook_attributes: { readonly url: string };
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
};
const manifest = load(readFileSync('app.yml', 'utf8')) as Manifest;

describe('app.yml', () => {
  test('asks for the permissions that the code uses and no other', () => {
    expect(manifest.default_permissions).toEqual(PERMISSIONS);
  });

  test('subscribes to the events that the code handles and no other', () => {
    expect(manifest.default_events.toSorted()).toEqual([...SUBSCRIBED_EVENTS].toSorted());
    expect(manifest.default_events.filter((event) => !isHandled(event))).toEqual([]);
  });

  test('lets browsers come back to the path that the server listens on', () => {
    const given = { publicUrl: null, secret: null, signIn: null };
    const nothing = { clock: { now: () => new Date(0) }, log: pino({ level: 'silent' }) };
    const record = (): Promise<never> => Promise.reject(new Error('nobody signs in here'));
    const paths = confirmRoutes({ ...given, ...nothing, record }).map(({ path }) => path);
    const [back = ''] = manifest.callback_urls;
    expect(paths).toContain(new URL(back).pathname);
    expect(paths).toContain('/confirm');
  });

  test('sends deliveries to the path that the server listens on', () => {
    expect(new URL(manifest.hook_attributes.url).pathname).toBe(GITHUB_WEBHOOK_PATH);
  });
});
