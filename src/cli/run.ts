/**
 * From words to a command and from its end to an exit code. Help is made from the commands' own tables.
 *
 * What must stay true: whatever goes wrong ends with a message on `err` and a code that is not 0.
 */
import { parseArgs } from 'node:util';
import { CannotTellError, CANNOT_TELL, UsageError, WRONG_USE, YES } from './command.ts';
import type { CliCommand, ExitCode, Given, Io } from './command.ts';
import { COMMANDS } from './commands.ts';

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const command = findCommand(argv);
  if (command === null) return withoutCommand(argv, io);
  try {
    const given = readGiven(command, argv.slice(command.name.split(' ').length));
    if (given.flag('help')) {
      io.out(commandHelp(command));
      return YES;
    }
    return await command.run(given, io);
  } catch (error) {
    return explain(error, command, io);
  }
}

/** The longest name wins, so that `audit` alone is not `audit verify`. */
function findCommand(argv: readonly string[]): CliCommand | null {
  return (
    COMMANDS.find(({ name }) => name.split(' ').every((word, index) => argv[index] === word)) ??
    null
  );
}

function withoutCommand(argv: readonly string[], io: Io): ExitCode {
  const [first] = argv;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    (first === undefined ? io.err : io.out)(generalHelp());
    return first === undefined ? WRONG_USE : YES;
  }
  if (first === '--version') {
    io.out(`${io.version}\n`);
    return YES;
  }
  io.err(
    `holdpoint: no command ${JSON.stringify(argv.slice(0, 2).join(' '))}.\n\n${generalHelp()}`,
  );
  return WRONG_USE;
}

function readGiven(command: CliCommand, argv: readonly string[]): Given {
  const options = Object.fromEntries(
    command.options.map(({ name, kind }) => [
      name,
      {
        type: kind === 'flag' ? ('boolean' as const) : ('string' as const),
        multiple: kind === 'texts',
      },
    ]),
  );
  const { values, positionals } = parse(argv, {
    ...options,
    help: { type: 'boolean', short: 'h' },
  });
  const most = command.args.split(' ').filter((word) => word !== '').length;
  if (positionals.length > most && !command.args.includes('…')) {
    throw new UsageError(
      `expected ${most === 0 ? 'no arguments' : command.args}, found ${JSON.stringify(positionals.join(' '))}`,
    );
  }
  const value = (name: string): unknown => (Object.hasOwn(values, name) ? values[name] : undefined);
  return {
    args: positionals,
    flag: (name) => value(name) === true,
    text: (name) => textOf(value(name)),
    texts: (name) => {
      const found = value(name);
      return Array.isArray(found) ? found.map(String) : [];
    },
  };
}

type ParseOptions = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;
type Parsed = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
};

function parse(argv: readonly string[], options: ParseOptions): Parsed {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function explain(error: unknown, command: CliCommand, io: Io): ExitCode {
  if (error instanceof UsageError) {
    io.err(`holdpoint ${command.name}: ${error.message}\n${usageLine(command)}\n`);
    return WRONG_USE;
  }
  io.err(
    `holdpoint ${command.name}: ${error instanceof CannotTellError ? error.message : `could not tell: ${messageOf(error)}`}\n`,
  );
  return CANNOT_TELL;
}

function generalHelp(): string {
  const rows = COMMANDS.map(
    ({ name, args, sentence }) =>
      [`  holdpoint ${name}${args === '' ? '' : ` ${args}`}`, sentence] as const,
  );
  const width = Math.max(...rows.map(([usage]) => usage.length));
  const lines = rows.map(([usage, sentence]) => `${usage.padEnd(width)}  ${sentence}`);
  return [
    'Holdpoint on the command line: asks the record, and changes nothing on the forge.',
    '',
    ...lines,
    '',
    'Each command has --help. DATABASE_URL says where the record is; without it, the database in DATA_DIR is used.',
    'Exit codes: 0 yes, 1 no or broken, 2 wrong use, 3 could not tell.',
    '',
  ].join('\n');
}

function commandHelp(command: CliCommand): string {
  const rows = command.options.map(
    (option) =>
      [
        `  --${option.name}${option.value === undefined ? '' : ` ${option.value}`}`,
        option.sentence,
      ] as const,
  );
  const width = Math.max(0, ...rows.map(([usage]) => usage.length));
  return [
    command.sentence,
    '',
    usageLine(command),
    ...(rows.length === 0
      ? []
      : ['', ...rows.map(([usage, sentence]) => `${usage.padEnd(width)}  ${sentence}`)]),
    '',
    `Exit codes: ${command.exits ?? '0 yes, 1 no or broken, 2 wrong use, 3 could not tell'}.`,
    '',
  ].join('\n');
}

function usageLine({ name, args, options }: CliCommand): string {
  const shown = options.map(
    (option) => `[--${option.name}${option.value === undefined ? '' : ` ${option.value}`}]`,
  );
  return `Usage: holdpoint ${[name, args, ...shown].filter((part) => part !== '').join(' ')}`;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
