/**
 * `template list`: the templates of a checkout, and which of them cannot be used. What a failure suspended stands in the
 * record alone, so that is asked where a repository is named.
 */
import { changeName } from '../core/change/state.ts';
import { templateName } from '../core/template/template.ts';
import { suspensionOf } from '../core/template/standing.ts';
import type { Suspension } from '../core/template/standing.ts';
import { templateGroup } from '../core/risk/facets.ts';
import { historiesOf } from '../core/risk/history.ts';
import type { History } from '../core/risk/history.ts';
import { duration } from '../render/when.ts';
import { listRepositories } from '../store/changes.ts';
import { findGroups } from '../store/find-past.ts';
import { listSuspensions } from '../store/templates.ts';
import { CannotTellError, JSON_OPTION, NO, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { DIR_OPTION, givenDir, isExpired, readTemplatesIn } from './template-files.ts';
import type { TemplateOnDisk } from './template-files.ts';
import { counted, inColumns, oneLine } from './terminal.ts';

type Resting = readonly (Suspension & { readonly id: string })[];
/** `failed`: the change that suspended it. `history`: of changes made of it, in any version; null: there are none. */
type Row = TemplateOnDisk & {
  readonly expired: boolean;
  readonly failed: number | null;
  readonly history: History | null;
};

type Recorded = { readonly resting: Resting; readonly histories: readonly History[] };
const NOTHING_RECORDED: Recorded = { resting: [], histories: [] };

export const TEMPLATE_LIST: CliCommand = {
  name: 'template list',
  args: '',
  sentence: 'Lists the templates of changes in a checkout, and which of them cannot be used.',
  options: [
    DIR_OPTION,
    {
      name: 'repo',
      kind: 'text',
      value: '<owner/repo>',
      sentence: 'Ask the record as well which of them are suspended in this repository.',
    },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 each can be used, 1 at least one cannot, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const found = await readTemplatesIn(await givenDir(given));
    const name = given.text('repo');
    const recorded = name === null ? NOTHING_RECORDED : await recordOf(given, io, { name, found });
    const now = io.now();
    const rows = found.map((one) => ({
      ...one,
      expired: isExpired(one, now),
      failed: failureOf(one, recorded.resting),
      history: historyIn(recorded, one),
    }));
    if (given.flag('json')) printJson(io, { templates: rows.map(asData) });
    else for (const line of inColumns(rows.map(cellsOf))) io.out(`${line}\n`);
    if (rows.length === 0)
      io.err('holdpoint template list: there are no templates in .github/holdpoint/templates.\n');
    return rows.every(isUsable) ? YES : NO;
  },
};

type Asked = { readonly name: string; readonly found: readonly TemplateOnDisk[] };

async function recordOf(given: Given, io: Io, { name, found }: Asked): Promise<Recorded> {
  return inRecord(given, io, async (tx) => {
    const all = await listRepositories(tx);
    const repo = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (repo === undefined)
      throw new CannotTellError(`no change was ever opened in ${oneLine(name)}.`);
    const ids = found.flatMap(({ template }) => template?.id ?? []);
    const groups = ids.map((id) => templateGroup(id));
    const past = await findGroups(tx, { number: 0, repoId: repo.id, groups });
    return { resting: await listSuspensions(tx, repo.id), histories: historiesOf(past) };
  });
}

function failureOf({ template }: TemplateOnDisk, resting: Resting): number | null {
  return template === null ? null : (suspensionOf(template, resting)?.change ?? null);
}

function historyIn({ histories }: Recorded, { template }: TemplateOnDisk): History | null {
  return histories.find(({ name }) => name === template?.id) ?? null;
}

function isUsable({ template, expired, failed }: Row): boolean {
  return template !== null && !expired && failed === null;
}

function asData({ path, template, problems, expired, failed, history }: Row): object {
  return { file: path, template, problems, expired, suspended_by: failed, history };
}

function cellsOf({ path, template, problems, expired, failed, history }: Row): readonly string[] {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (template === null)
    return [oneLine(file), `cannot be used: ${counted(problems.length, 'problem')}`];
  const { title, variables, expires, owner } = template;
  const until = expires === null ? 'no last day' : `until ${expires}`;
  const standing = failed === null ? until : `suspended: ${changeName(failed)} failed`;
  return [
    templateName(template),
    oneLine(title),
    counted(variables.length, 'variable'),
    expired ? `expired on ${expires ?? ''}` : standing,
    owner ?? '',
    history === null ? '' : measured(history),
  ];
}

/** What the next estimate can be held against. */
function measured({ changes, medianRunSeconds, rollbacks }: History): string {
  const ran = medianRunSeconds === null ? '' : `, ran ${duration(medianRunSeconds)} (median)`;
  const back =
    rollbacks === null
      ? ''
      : `, going back took ${duration(rollbacks.medianSeconds)} (median), ${duration(rollbacks.longestSeconds)} at most`;
  return `${counted(changes, 'change')}${ran}${back}`;
}
