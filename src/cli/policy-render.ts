/**
 * `policy render`: the policy in force as a document. CHANGE_POLICY.md is made by this command, so that what people
 * read is what is enforced.
 */
import { DEFAULT_POLICY } from '../core/policy/default-policy.ts';
import { renderPolicy } from '../render/policy.ts';
import { JSON_OPTION, printJson, YES } from './command.ts';
import type { CliCommand } from './command.ts';

export const POLICY_RENDER: CliCommand = {
  name: 'policy render',
  args: '',
  sentence: 'Prints the policy in force as CHANGE_POLICY.md.',
  options: [{ ...JSON_OPTION, sentence: 'Print the policy as data.' }],
  run: (given, io) => {
    if (given.flag('json')) printJson(io, DEFAULT_POLICY);
    else io.out(renderPolicy(DEFAULT_POLICY));
    return Promise.resolve(YES);
  },
};
