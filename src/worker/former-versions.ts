/**
 * Under which other names exactly these rules were in force before: a digest may be spelled otherwise after an update, and
 * texts that people read may be put better. Whoever agreed under such a name agreed to these rules.
 *
 * What must stay true: only what was kept whole is compared, and all that decides in it.
 */
import { isInvalid } from '../core/policy/invalid-policy.ts';
import type { Policy } from '../core/policy/policy.ts';
import { decidingDigest } from '../core/policy/version.ts';
import type { Database } from '../store/database.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { listPolicies } from '../store/policies.ts';
import type { KnownPolicy } from '../store/policies.ts';

export type FormerVersions = (workspace: string, policy: Policy) => Promise<readonly KnownPolicy[]>;

/** Looked up once for a policy: what is kept under other names never becomes the same later. */
export function formerVersions(db: Database): FormerVersions {
  const found = new Map<string, readonly KnownPolicy[]>();
  return async (workspace, policy) => {
    const key = `${workspace} ${policy.version}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const kept = await inWorkspace(db, workspace, listPolicies);
    const same = kept.filter(({ content }) => isSame(content, policy));
    found.set(key, same);
    return same;
  };
}

/** What was kept by a release that knew other parts is another policy. */
function isSame(kept: Policy, now: Policy): boolean {
  if (kept.version === now.version || isInvalid(kept) || isInvalid(now)) return false;
  const isWhole = Object.keys(now).every((part) => Object.hasOwn(kept, part));
  return isWhole && digestOf(kept) === digestOf(now);
}

function digestOf({
  version: _version,
  problems: _problems,
  sources: _sources,
  ...content
}: Policy): string {
  return decidingDigest(content);
}
