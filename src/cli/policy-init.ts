/** `policy init`: a file to begin with, on stdout. It changes nothing until a line of it is changed. */
import { startFile } from '../policy/start-file.ts';
import { YES } from './command.ts';
import type { CliCommand } from './command.ts';

export const POLICY_INIT: CliCommand = {
  name: 'policy init',
  args: '',
  sentence: 'Prints a policy file to begin with: all that is built in, as comments.',
  options: [],
  run: (_given, io) => {
    io.out(startFile());
    return Promise.resolve(YES);
  },
};
