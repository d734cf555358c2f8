/**
 * `gate --sha … --environment …`: may this be deployed there now? Asked of a Holdpoint server, so that a pipeline needs
 * nothing but this command: no database, no checkout. Whatever is not a clear yes is no yes.
 */
import { askGate, type GateReply } from './ask-gate.ts';
import {
  CANNOT_TELL,
  CannotTellError,
  JSON_OPTION,
  NO,
  printJson,
  UsageError,
  YES,
} from './command.ts';
import type { CliCommand, ExitCode, Given, Io } from './command.ts';
import { oneLine } from './terminal.ts';

export const GATE: CliCommand = {
  name: 'gate',
  args: '',
  sentence: 'Asks a server whether a commit may be deployed now, and says every reason why not.',
  options: [
    {
      name: 'change',
      kind: 'text',
      value: 'CHG-00012',
      sentence: 'Which change; the one that the commit belongs to when not said.',
    },
    {
      name: 'sha',
      kind: 'text',
      value: '<commit>',
      sentence: 'The whole commit id; GITHUB_SHA when not said.',
    },
    { name: 'environment', kind: 'text', value: '<name>', sentence: 'Where to.' },
    {
      name: 'repository',
      kind: 'text',
      value: '<owner/name>',
      sentence: 'Where the commit is; GITHUB_REPOSITORY when not said.',
    },
    {
      name: 'url',
      kind: 'text',
      value: '<address>',
      sentence: 'Of the server; HOLDPOINT_URL when not said.',
    },
    {
      name: 'oidc',
      kind: 'flag',
      sentence:
        'Sign in as the workflow that runs this, without a key; so it does when there is none.',
    },
    {
      name: 'audience',
      kind: 'text',
      value: '<who>',
      sentence: 'Who will check the signed answer; the server itself when not said.',
    },
    {
      name: 'started-by',
      kind: 'text',
      value: '<login>',
      sentence: 'Who started the deployment; a workflow that signs in by itself need not say it.',
    },
    {
      name: 'redeem',
      kind: 'text',
      value: '<claim id>',
      sentence: 'Use the yes at once, under this name.',
    },
    JSON_OPTION,
  ],
  exits: '0 yes, 1 no, 2 wrong use, 3 could not tell. The key is read from HOLDPOINT_TOKEN',
  run: async (given, io) => {
    const reply = await askGate(readAsked(given), io.gateClient());
    if (given.flag('json')) printJson(io, reply.body);
    if (reply.fault !== null) throw new CannotTellError(oneLine(reply.fault));
    if (!given.flag('json')) tell(io, reply);
    return EXITS[reply.answer];
  },
};

const EXITS: Readonly<Record<GateReply['answer'], ExitCode>> = {
  yes: YES,
  no: NO,
  cannot_tell: CANNOT_TELL,
};

const WORDS: Readonly<Record<GateReply['answer'], string>> = {
  yes: 'yes',
  no: 'no',
  cannot_tell: 'could not tell',
};

function readAsked(given: Given): Parameters<typeof askGate>[0] {
  const environment = given.text('environment');
  if (environment === null) throw new UsageError('say where to, with --environment');
  return {
    environment,
    change: given.text('change'),
    sha: given.text('sha'),
    repository: given.text('repository'),
    url: given.text('url'),
    audience: given.text('audience'),
    startedBy: given.text('started-by'),
    claimId: given.text('redeem'),
    oidc: given.flag('oidc'),
  };
}

function tell(io: Io, { answer, would, change, reasons }: GateReply): void {
  const lines = reasons.flatMap(({ title, code, text, next, who }) => [
    `- ${title} (${code})`,
    `  ${text}`,
    `  next: ${next}`,
    `  who: ${who}`,
  ]);
  const about = change === null ? '' : ` ${change}`;
  const because = reasons.length === 0 ? '' : ', because';
  const head =
    would === null
      ? `${WORDS[answer]}${about}`
      : `receipt: let through${about}; would have been: ${WORDS[would]}${because}`;
  io.out(`${[head, ...lines].map(oneLine).join('\n')}\n`);
}
