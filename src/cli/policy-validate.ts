/**
 * `policy validate`: is this a policy that could be used? Every problem with file, line and column, as a compiler says
 * it, for people, editors and the CI.
 */
import { readPolicy } from '../policy/read-policy.ts';
import { JSON_OPTION, NO, printJson, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { LAYER_OPTIONS, POLICY_PATH, problemLine, readLayersGiven } from './policy-file.ts';
import { oneLine } from './terminal.ts';

export const POLICY_VALIDATE: CliCommand = {
  name: 'policy validate',
  args: '[<file>…]',
  sentence: 'Says whether a policy file can be used, and every line that keeps it from being used.',
  options: [...LAYER_OPTIONS, JSON_OPTION],
  exits: '0 each can be used, 1 at least one cannot, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const paths = given.args.length === 0 ? [POLICY_PATH] : given.args;
    const found = [];
    for (const file of paths) {
      const { version, problems } = readPolicy(await readLayersGiven(given, file));
      found.push({ file, version, problems });
    }
    if (given.flag('json')) printJson(io, { files: found });
    else
      for (const { file, version, problems } of found) {
        if (problems.length === 0) io.out(`${oneLine(file)}: can be used, ${version}\n`);
        for (const problem of problems) io.out(problemLine(problem));
      }
    return found.every(({ problems }) => problems.length === 0) ? YES : NO;
  },
};
