/** `policy explain`: what the policy is made of, and which of its parts comes from where. */
import { isInvalid } from '../core/policy/invalid-policy.ts';
import { reviewDueSince } from '../core/policy/review-due.ts';
import type { Policy } from '../core/policy/policy.ts';
import { originsOf } from '../policy/origins.ts';
import type { Origin } from '../policy/origins.ts';
import { readLayers, readPolicy } from '../policy/read-policy.ts';
import { JSON_OPTION, NO, printJson, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { LAYER_OPTIONS, problemLine, readLayersGiven } from './policy-file.ts';
import { oneLine } from './terminal.ts';

export const POLICY_EXPLAIN: CliCommand = {
  name: 'policy explain',
  args: '[<file>]',
  sentence:
    'Says of each part of a policy where it comes from; without a file, of the built-in one.',
  options: [...LAYER_OPTIONS, JSON_OPTION],
  exits: '0 explained, 1 the file cannot be used, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const files = await readLayersGiven(given, given.args[0] ?? null);
    const policy = readPolicy(files);
    for (const problem of policy.problems) io.err(problemLine(problem));
    if (isInvalid(policy)) return NO;
    const { version, sources } = policy;
    const parts = originsOf(policy, readLayers(files));
    const reviewDue = reviewDueSince(policy, io.now());
    if (given.flag('json')) printJson(io, { version, sources, review_due_since: reviewDue, parts });
    else {
      io.out(`${version}\n`);
      for (const { file, blob } of sources) io.out(`  ${oneLine(file)}  ${blob.slice(0, 12)}\n`);
      if (reviewDue !== null) io.out(dueLine(reviewDue, policy));
      for (const part of parts) io.out(`${oneLine(sentence(part))}\n`);
    }
    return YES;
  },
};

function dueLine(since: string, { document }: Policy): string {
  const owner = document?.owner ?? '';
  const who = owner === '' ? 'whoever owns it' : owner;
  return `${oneLine(`its review was due on ${since} and is overdue: ${who} reads it again and moves document.last_review and document.next_review`)}\n`;
}

const WORDS: Readonly<Record<Origin['from'], string>> = {
  'built-in': 'built in',
  organisation: 'from the organisation',
  extended: 'from the file that is extended',
  repository: 'from the repository',
};

function sentence({ part, from, names, takenOut }: Origin): string {
  const how = takenOut ? `taken out, ${WORDS[from]}` : WORDS[from];
  return names.length === 0 ? `${part}: ${how}` : `${part}: ${how}: ${names.join(', ')}`;
}
