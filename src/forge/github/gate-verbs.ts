/**
 * Whether branch rules really hold a merge up until our check has passed. Rules of all levels are told to whoever may
 * read the repository; who may pass them is told only to those who may change them, so it is often unknown.
 */
import type { Forge, GateSeen } from '../port.ts';
import type { RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import { CHECK_NAME } from './check-verbs.ts';
import { observeMergeGroup } from './merge-group.ts';
import {
  fieldOf,
  idAt,
  isRecord,
  listAt,
  parseList,
  parseRecord,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

type GateVerbs = Pick<Forge, 'observeGate' | 'observeMergeGroup'>;

const BRANCH = '/repos/{owner}/{repo}/branches/{branch}';

export function gateVerbs(site: Site): GateVerbs {
  return {
    observeMergeGroup: (repo, group) => observeMergeGroup(site, repo, group),
    observeGate: (repo, branch) => observeGate(site, repo, branch),
  };
}

async function observeGate(site: Site, repo: RepoRef, branch: string): Promise<GateSeen> {
  const at = { ...named(repo), branch };
  const rules = await orUnknown(() =>
    site.api.readAll('GET /repos/{owner}/{repo}/rules/branches/{branch}', at, (data) =>
      parseList(data, 'rules').map((rule) => parseRecord(rule, 'rule')),
    ),
  );
  const classic = await orUnknown(() =>
    site.api.read(`GET ${BRANCH}`, at, ({ data }) => classicChecks(parseRecord(data, 'branch'))),
  );
  const byRule = rules === null ? null : checksIn(rules);
  const ours = [...(byRule ?? []), ...(classic ?? [])].filter(({ name }) => name === CHECK_NAME);
  const known = byRule !== null && classic !== null;
  return {
    required: ours.length > 0 ? true : known ? false : null,
    pinned: ours.length > 0 ? ours.some(({ app }) => app === site.appId) : null,
    bypassers: rules === null ? null : await bypassersOf(site, repo, rules),
    queued: rules === null ? null : rules.some((rule) => typeOf(rule) === 'merge_queue'),
    dismissesStale: rules === null ? null : dismisses(rules),
  };
}

async function orUnknown<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ForgeFault && (error.code === 'forbidden' || error.code === 'not_found'))
      return null;
    throw error;
  }
}

type Wanted = { readonly name: string; readonly app: string | null };

function typeOf(rule: Json): string {
  return textAt(rule, 'type');
}

function checksIn(rules: readonly Json[]): readonly Wanted[] {
  return rules
    .filter((rule) => typeOf(rule) === 'required_status_checks')
    .flatMap((rule) => listOf(recordOrNullAt(rule, 'parameters'), 'required_status_checks'))
    .map((check) => wantedBy(check, 'integration_id'));
}

/** What a branch says of its older kind of protection, to everybody who may read it. */
function classicChecks(branch: Json): readonly Wanted[] {
  const protection = recordOrNullAt(branch, 'protection');
  const required =
    protection === null ? null : recordOrNullAt(protection, 'required_status_checks');
  return listOf(required, 'checks').map((check) => wantedBy(check, 'app_id'));
}

function listOf(of: Json | null, key: string): readonly Json[] {
  const list = of === null ? undefined : fieldOf(of, key);
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function wantedBy(check: Json, key: string): Wanted {
  const app = fieldOf(check, key);
  // GitHub says -1 for "any app".
  const pinned = typeof app === 'number' && app > 0;
  return { name: textAt(check, 'context'), app: pinned ? idAt(check, key) : null };
}

function dismisses(rules: readonly Json[]): boolean {
  return rules.some((rule) => {
    const asked = recordOrNullAt(rule, 'parameters');
    return asked !== null && fieldOf(asked, 'dismiss_stale_reviews_on_push') === true;
  });
}

/** Of every ruleset that asks for our check; null as soon as one of them does not say. */
async function bypassersOf(
  { api }: Site,
  repo: RepoRef,
  rules: readonly Json[],
): Promise<readonly string[] | null> {
  const sets = rules.filter((rule) => checksIn([rule]).some(({ name }) => name === CHECK_NAME));
  const found: string[] = [];
  for (const rule of sets) {
    const actors = await orUnknown(() =>
      api.read(
        'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}',
        { ...named(repo), ruleset_id: idAt(rule, 'ruleset_id') },
        ({ data }) => {
          const list = fieldOf(parseRecord(data, 'ruleset'), 'bypass_actors');
          return Array.isArray(list) ? listAt({ list }, 'list').filter(isRecord) : null;
        },
      ),
    );
    if (actors === null) return null;
    found.push(...actors.map(bypasser));
  }
  return sets.length === 0 ? null : found;
}

function bypasser(actor: Json): string {
  const id = fieldOf(actor, 'actor_id');
  const who = [textOrNullAt(actor, 'actor_type') ?? '?', typeof id === 'number' ? String(id) : ''];
  return [who.filter((part) => part !== '').join(' '), textOrNullAt(actor, 'bypass_mode') ?? '']
    .filter((part) => part !== '')
    .join(', ');
}
