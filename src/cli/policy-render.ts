/**
 * `policy render`: a policy as a document. CHANGE_POLICY.md is made by this command, so that what people read is what
 * is enforced; without a file it is the built-in policy.
 */
import { isInvalid } from '../core/policy/invalid-policy.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { renderPolicy } from '../render/policy.ts';
import { JSON_OPTION, NO, printJson, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { LAYER_OPTIONS, problemLine, readLayersGiven } from './policy-file.ts';

export const POLICY_RENDER: CliCommand = {
  name: 'policy render',
  args: '',
  sentence: 'Prints the policy as CHANGE_POLICY.md: the built-in one, or that of a file.',
  options: [
    { name: 'file', kind: 'text', value: '<file>', sentence: "The repository's file." },
    ...LAYER_OPTIONS,
    { ...JSON_OPTION, sentence: 'Print the policy as data.' },
  ],
  exits: '0 printed, 1 the file cannot be used, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const policy = readPolicy(await readLayersGiven(given, given.text('file')));
    for (const problem of policy.problems) io.err(problemLine(problem));
    if (isInvalid(policy)) return NO;
    if (given.flag('json')) printJson(io, policy);
    else io.out(renderPolicy(policy));
    return YES;
  },
};
