// A company in which things go wrong: drafts and running changes to be tampered with, people who act without
// waiting, and one look at everything the forge shows of a change, to be compared before and after.
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { readBody } from '../../src/demo/stories/read-body.ts';
import type { Comment, Issue } from '../../src/sandbox/state/conversations.ts';
import { operations, type Company, type CompanyOptions } from '../../src/demo/company.ts';
import { openWorld, type World } from '../support/world.ts';

export { operations };

/** One change issue and what stands on it now. */
export type Sheet = {
  readonly number: number;
  readonly id: number;
  /** `owner/name#n` */
  readonly ref: string;
  readonly issue: () => Issue;
  readonly comments: () => readonly Comment[];
  /** Comments of ours that carry this surface's marker. */
  readonly ours: (surface: string) => readonly Comment[];
  readonly record: () => Comment;
  readonly labels: () => readonly string[];
  readonly reactions: (comment: number) => readonly string[];
  /** Types of the events, with what they are about. */
  readonly events: () => Promise<readonly string[]>;
};

export type Ground = {
  readonly world: World;
  readonly company: Company;
  /** A minute later. */
  readonly later: () => void;
  readonly draft: (title: string) => Promise<Sheet>;
  /** In progress, nothing of the execution done yet; only once a ground. */
  readonly running: () => Promise<Sheet>;
  readonly close: () => Promise<void>;
};

/** One for a file: open before its first test, closed after its last; troubles that a test makes end with it. */
export function groundOfFaults(): Ground {
  let opened: Ground | undefined;
  const ground = (): Ground => {
    if (opened === undefined) throw new Error('the company is not open yet');
    return opened;
  };
  beforeAll(async () => {
    opened = await openGround();
  }, 60_000);
  afterEach(async () => {
    ground().company.sandbox.faults.clear();
    await ground().company.settle();
  });
  afterAll(async () => {
    await opened?.close();
  });
  return {
    get world() {
      return ground().world;
    },
    get company() {
      return ground().company;
    },
    later: () => {
      ground().later();
    },
    draft: (title) => ground().draft(title),
    running: () => ground().running(),
    close: () => ground().close(),
  };
}

const MORNING = '2026-12-07T09:00:00+01:00';
const MARA = 'mara-ops';

export async function openGround(
  options: Partial<Omit<CompanyOptions, 'databaseUrl' | 'log' | 'start'>> = {},
): Promise<Ground> {
  const world = await openWorld({ start: MORNING, ...options });
  const { company } = world;
  const later = (): void => {
    company.clock.moveTo(new Date(company.clock.now().getTime() + 60_000).toISOString());
  };
  const draft = async (title: string): Promise<Sheet> => {
    later();
    const body = readBody('nginx-config');
    const issue = company.sandbox
      .as(MARA)
      .openIssue(operations, { title, body, labels: ['change'] });
    await company.settle();
    return sheetOf(world, issue.id);
  };
  const running = async (): Promise<Sheet> => {
    const sheet = await draft('Limit request rates');
    const acts: readonly (readonly [string, string, string])[] = [
      ['2026-12-08T09:06:00+01:00', MARA, '/chg submit'],
      ['2026-12-08T09:30:00+01:00', 'tomas-sre', '/chg approve Good to go'],
      ['2026-12-08T13:50:00+01:00', MARA, '/chg done P1 0 refused'],
      ['2026-12-08T13:52:00+01:00', MARA, '/chg done P2 ok on both'],
      ['2026-12-08T14:01:00+01:00', MARA, '/chg start'],
    ];
    for (const [at, who, text] of acts) {
      company.clock.moveTo(at);
      company.sandbox.as(who).comment(sheet.ref, text);
      await company.settle();
    }
    return sheet;
  };
  return { world, company, later, draft, running, close: world.close };
}

function sheetOf(world: World, id: number): Sheet {
  const { sandbox } = world.company;
  const issue = (): Issue => {
    const found = sandbox.world.issues.get(id);
    if (found === undefined) throw new Error(`issue ${String(id)} is gone`);
    return found;
  };
  const number = Number(/^CHG-(\d+)/u.exec(issue().title)?.[1]);
  const ours = (surface: string): readonly Comment[] =>
    sandbox.world.comments.of(id).filter(({ body }) => body.includes(`<!-- holdpoint:${surface}`));
  return {
    number,
    id,
    ref: `${operations}#${String(issue().number)}`,
    issue,
    comments: () => sandbox.world.comments.of(id),
    ours,
    record: () => {
      const [record, ...more] = ours('record ');
      if (record === undefined || more.length > 0)
        throw new Error(
          `expected one record comment, found ${String(more.length + (record ? 1 : 0))}`,
        );
      return record;
    },
    labels: () => issue().labelIds.flatMap((label) => sandbox.world.labels.get(label)?.name ?? []),
    reactions: (comment) =>
      sandbox.world.reactions
        .all()
        .filter(({ subject }) => subject.kind === 'comment' && subject.id === comment)
        .map(({ content }) => content),
    events: async () => (await world.events(number)).map(tellEvent),
  };
}

type Told = Awaited<ReturnType<World['events']>>[number];

function tellEvent({ type, actor, data }: Told): string {
  const about = ['code', 'surface', 'how', 'step'].flatMap((key) =>
    typeof data[key] === 'string' ? [data[key]] : [],
  );
  return [actor, type, ...about].join(' ');
}

type Sent = { readonly event?: string; readonly guid?: string };

/** A delivery with a valid signature, whatever is in it. */
export async function post(
  { company: { sandbox, application } }: Ground,
  body: string | Buffer,
  { event = 'issue_comment', guid = randomUUID() }: Sent = {},
): Promise<number> {
  const signature = createHmac('sha256', sandbox.app.webhookSecret).update(body).digest('hex');
  const answer = await fetch(`${application().url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-github-hook-installation-target-id': String(sandbox.app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': `sha256=${signature}`,
    },
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** The last comment made on the issue, as the forge told of it. */
export function lastComment(
  { company }: Ground,
  sheet: Sheet,
): { readonly body: string; readonly event: string } {
  const { number } = sheet.issue();
  const delivery = company.sandbox.world.deliveries
    .all()
    .findLast(
      ({ event, action, requestBody }) =>
        event === 'issue_comment' &&
        action === 'created' &&
        requestBody.includes(`"number":${String(number)},`),
    );
  if (delivery === undefined) throw new Error('nobody has commented yet');
  return { body: delivery.requestBody, event: delivery.event };
}
