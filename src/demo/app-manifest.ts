/**
 * What the GitHub App asks for in `app.yml`. The demo's app is registered with exactly that, so that a right which
 * the code needs and the manifest forgot is missing in the demo and in every end-to-end test as well.
 */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { SandboxOptions } from '../sandbox/start-sandbox.ts';

type Asked = Required<Pick<SandboxOptions, 'permissions' | 'events'>>;

export function readManifest(): Asked {
  const path = new URL('../../app.yml', import.meta.url);
  const { default_permissions: permissions, default_events: events } = load(
    readFileSync(path, 'utf8'),
  ) as {
    default_permissions: Asked['permissions'];
    default_events: Asked['events'];
  };
  return { permissions, events };
}
