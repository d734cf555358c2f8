/** What can be asked of `npm run demo`, and the answer to what cannot. */
import { parseArgs } from 'node:util';

export type Options = {
  readonly exit: boolean;
  /** 0: any free one. */
  readonly port: number;
  readonly verbose: boolean;
};

export type Asked =
  | { readonly kind: 'play'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string };

export const HELP = `Usage: npm run demo [-- --exit] [-- --port 4010] [-- --verbose]

Plays five changes from the form to the evidence, proves the log, then stays up with pages
in which you can act as any of the people.

  --exit      end after the stories
  --port N    where the pages are: 4010, or any free port with --exit; 0 for any free port
  --verbose   also print the application's log, on standard error
  --help      print this

Colours only on a terminal; NO_COLOR=1 switches them off.
Exit status: 0 all went as intended, 1 it did not, 2 wrong use, 130 interrupted.
`;

const USUAL_PORT = 4010;

export function readOptions(argv: readonly string[]): Asked {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        exit: { type: 'boolean', default: false },
        port: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { exit, verbose } = values;
    const port = readPort(values.port, exit ? 0 : USUAL_PORT);
    return { kind: 'play', options: { exit, verbose, port } };
  } catch (error) {
    return { kind: 'wrong', problem: error instanceof Error ? error.message : String(error) };
  }
}

function readPort(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`--port: expected a whole number from 0 to 65535, found ${JSON.stringify(text)}`);
}
