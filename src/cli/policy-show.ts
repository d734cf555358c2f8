/**
 * `policy show [version]`: a policy as it was kept when it came into force, so that an audit sees under which rules an
 * event was decided. Without a version: all that were ever in force here.
 */
import { findPolicy, listPolicies } from '../store/policies.ts';
import { renderPolicy } from '../render/policy.ts';
import { JSON_OPTION, NO, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { inRecord } from './in-record.ts';
import { oneLine } from './terminal.ts';

export const POLICY_SHOW: CliCommand = {
  name: 'policy show',
  args: '[version]',
  sentence:
    'Shows a policy that was in force, by the version that events name; without one, lists all.',
  options: [WORKSPACE_OPTION, { ...JSON_OPTION, sentence: 'Print it as data.' }],
  exits: '0 shown, 1 there is none of that version, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const [version = null] = given.args;
    const known = await inRecord(given, io, async (tx) =>
      version === null ? listPolicies(tx) : [await findPolicy(tx, version)],
    );
    const found = known.filter((one) => one !== null);
    const [only] = found;
    if (version !== null && only === undefined) {
      io.err(`holdpoint policy show: no policy ${oneLine(version)} was in force here.\n`);
      return NO;
    }
    if (given.flag('json')) printJson(io, version === null ? found : only);
    else if (version !== null && only !== undefined) io.out(renderPolicy(only.content));
    else
      for (const { version: name, firstSeen, content } of found)
        io.out(
          `${name}  since ${firstSeen}  ${oneLine(content.sources.map(({ file, blob }) => `${file}@${blob.slice(0, 12)}`).join(', ') || 'built in')}\n`,
        );
    return YES;
  },
};
