/** What `doctor` makes of what it saw in one repository: what was given to the app, the rules of the branch, labels, forms. */
import type { GateSeen } from '../forge/port.ts';
import { FORMS } from '../core/plan/forms.ts';
import { approverFindings } from './doctor-approvers.ts';
import { unknown, well, wrong, type Finding, type Site } from './doctor-finding.ts';
import { forgedFindings } from './doctor-forged.ts';
import { policyFindings } from './doctor-policy.ts';
import { rights } from './doctor-rights.ts';

export function findingsOf(site: Site): readonly Finding[] {
  const { gate } = site.seen;
  return [
    ...rights(site),
    ...(gate === null ? [branch()] : gateFindings(site, gate)),
    ...forgedFindings(site),
    ...labels(site),
    ...forms(site),
    ...policyFindings(site),
    ...approverFindings(site),
  ];
}

const ADMIN = 'an admin of the repository';

function branch(): Finding {
  return unknown(
    {
      about: 'default branch',
      expected: 'a default branch',
      found: 'none; there is no commit, or the app is not shown it',
    },
    { remedy: 'push a first commit, then ask again', who: 'anybody who may push', where: null },
  );
}

function gateFindings(site: Site, gate: GateSeen): readonly Finding[] {
  return [
    required(site, gate),
    ...(gate.required === false ? [] : [pinned(site, gate), bypasses(site, gate)]),
    queue(gate),
  ];
}

function rulesAt({ seen, web }: Site): string {
  return `${web}/${seen.repo}/settings/rules`;
}

function required(site: Site, gate: GateSeen): Finding {
  const name = site.seen.branch ?? '';
  // Elsewhere the check is written on linked pull requests only, and all others would wait for it for ever.
  const first =
    site.seen.policy.ownPulls.length === 0
      ? 'list categories in own_pull_requests first, then '
      : '';
  const short = { about: 'check', expected: `the check holdpoint is required on ${name}` };
  const todo = {
    remedy: `${first}give ${name} a rule that requires the status check holdpoint, from this app`,
    who: ADMIN,
    where: rulesAt(site),
  };
  if (gate.required === null) return unknown({ ...short, found: HIDDEN }, todo);
  if (gate.required) return well({ ...short, found: `required on ${name}` });
  return wrong({ ...short, found: 'no rule of that branch asks for it' }, todo);
}

const HIDDEN = 'the forge does not show the rules';

function pinned(site: Site, { pinned: isPinned }: GateSeen): Finding {
  const short = { about: 'source of the check', expected: 'it counts from this app alone' };
  const todo = {
    remedy: 'choose this app as the source of the required check holdpoint',
    who: ADMIN,
    where: rulesAt(site),
  };
  if (isPinned === null) return unknown({ ...short, found: HIDDEN }, todo);
  if (isPinned) return well({ ...short, found: 'this app alone' });
  return wrong({ ...short, found: 'anybody who may write a status could report it' }, todo);
}

function bypasses(site: Site, { bypassers }: GateSeen): Finding {
  const short = { about: 'bypasses', expected: 'nobody merges without the check' };
  const todo = {
    remedy: 'look at the bypass list of the rule and empty it',
    who: ADMIN,
    where: rulesAt(site),
  };
  if (bypassers === null)
    return unknown({ ...short, found: 'shown only to those who may change the rules' }, todo);
  if (bypassers.length === 0) return well({ ...short, found: 'nobody is listed' });
  return wrong({ ...short, found: bypassers.join('; ') }, todo);
}

function queue({ queued }: GateSeen): Finding {
  const short = { about: 'merge queue', expected: 'on or off, either will do' };
  if (queued !== null) return well({ ...short, found: queued ? 'on' : 'off' });
  return unknown(
    { ...short, found: HIDDEN },
    { remedy: 'give the app read access to the repository', who: ADMIN, where: null },
  );
}

function labels({ seen, web }: Site): readonly Finding[] {
  const wanted = [...new Set(FORMS.flatMap((form) => form.labels))];
  const missing = wanted.filter((name) => !seen.labels.includes(name));
  const short = { about: 'labels', expected: `the labels ${wanted.join(', ')} of the forms` };
  if (missing.length === 0) return [well({ ...short, found: 'they are there' })];
  return [
    wrong(
      { ...short, found: `missing: ${missing.join(', ')}` },
      {
        remedy: 'create them: a form puts on only labels that exist',
        who: 'anybody who may write',
        where: `${web}/${seen.repo}/labels`,
      },
    ),
  ];
}

function forms({ seen, web }: Site): readonly Finding[] {
  const where = `${web}/${seen.repo}/tree/${seen.branch ?? 'HEAD'}/.github/ISSUE_TEMPLATE`;
  return seen.forms.map(({ file, how }) => {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const short = { about: `form ${name}`, expected: `${file} in its newest version` };
    if (how === 'newest') return well({ ...short, found: 'the newest version' });
    const found = how === 'missing' ? 'no such file' : 'another text: an older version, or edited';
    const force = how === 'missing' ? '' : ' --force';
    return wrong(
      { ...short, found },
      {
        remedy: `holdpoint forms install --dir <checkout>${force}, then commit`,
        who: 'anybody who may push',
        where,
      },
    );
  });
}
