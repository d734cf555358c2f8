/**
 * Policy files on disk, for the commands that look at them before they are merged. The forge is not asked: what lies
 * below a file is named by options.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PolicyProblem } from '../core/policy/policy.ts';
import type { PolicyFile } from '../policy/file-shape.ts';
import { readLayers } from '../policy/read-policy.ts';
import type { PolicyFiles } from '../policy/read-policy.ts';
import { CannotTellError, UsageError } from './command.ts';
import type { Given, OptionRow } from './command.ts';
import { oneLine } from './terminal.ts';

export const POLICY_PATH = '.github/holdpoint.yml';

export const LAYER_OPTIONS: readonly OptionRow[] = [
  {
    name: 'organisation',
    kind: 'text',
    value: '<file>',
    sentence: "The organisation's file, which lies below it.",
  },
  {
    name: 'extended',
    kind: 'text',
    value: '<file>',
    sentence: 'The file of the repository that it extends.',
  },
];

/** The file with what the options say lies below it. */
export async function readLayersGiven(given: Given, path: string | null): Promise<PolicyFiles> {
  const [organisation, extended] = await Promise.all(
    ['organisation', 'extended'].map((name) => readGiven(given.text(name))),
  );
  const repository = await readGiven(path);
  const files = {
    ...(organisation && { organisation }),
    ...(extended && { extended }),
    ...(repository && { repository }),
  };
  const named = readLayers(files).find(({ from }) => from === 'repository')?.data?.extends;
  if (named !== undefined && extended === null)
    throw new UsageError(
      `${path ?? ''} extends ${named}: name that repository's file with --extended`,
    );
  return files;
}

async function readGiven(path: string | null): Promise<PolicyFile | null> {
  return path === null ? null : readFileAt(path);
}

/** As it would be read from the forge. */
export async function readFileAt(path: string): Promise<PolicyFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotTellError(`${oneLine(path)} cannot be read: ${oneLine(why)}`);
  });
  return { file: path, blob: blobOf(bytes), text: bytes.toString('utf8') };
}

/** As git names exactly these bytes, so that it is the name the forge gives them as well. */
function blobOf(bytes: Buffer): string {
  return createHash('sha1')
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest('hex');
}

/** As compilers say it, so that editors find the place. */
export function problemLine(problem: PolicyProblem): string {
  const { file, line, column, code, expected, found, remedy } = problem;
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return `${oneLine(`${place}: ${code}: expected ${expected}; found ${found}; ${remedy}`)}\n`;
}
