/**
 * Where one example is played: its change, its repository and its pull requests, known by the names of the script. Numbers
 * and commits are given by the forge.
 */
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import type { PullRequest } from '../../../src/sandbox/state/pulls.ts';
import type { Story } from '../../../src/demo/storyteller.ts';
import { lighthouse } from '../../../src/demo/company.ts';
import { detail, type Example, type ExampleEvent } from '../examples.ts';
import type { World } from '../world.ts';

export type Scene = {
  readonly example: Example;
  /** As the application numbers it. */
  readonly number: number;
  readonly repo: string;
  readonly sandbox: Sandbox;
  /** Null until it is opened. */
  readonly story: () => Story | null;
  readonly opened: (story: Story) => void;
  /** The body of the change; a text that is not in it ends the play. */
  readonly edits: (who: string, from: string, to: string) => void;
  /** A pull request that names the change. */
  readonly proposes: (event: ExampleEvent) => void;
  readonly pushes: (event: ExampleEvent) => void;
  /** Those that were opened for it. */
  readonly pulls: () => readonly PullRequest[];
  /** The one that the line of the script names. */
  readonly pullOf: (event: ExampleEvent) => PullRequest;
};

export function sceneOf(world: World, example: Example, number: number): Scene {
  const { sandbox } = world.company;
  const repo = `${lighthouse}/${example.repository ?? 'operations'}`;
  const numbers = new Map<string, number>();
  let story: Story | null = null;
  const pulls = (): readonly PullRequest[] => {
    const all = sandbox.world.pulls.of(sandbox.repository(repo).id);
    return all.filter(({ number: one }) => [...numbers.values()].includes(one));
  };
  const pullOf = (event: ExampleEvent): PullRequest => {
    const wanted = numbers.get(detail(event, 'pull'));
    const found = pulls().find((pull) => pull.number === wanted);
    if (found === undefined) throw new Error(`${event.at}: ${detail(event, 'pull')} is not open`);
    return found;
  };
  return {
    ...{ example, number, repo, sandbox, pulls, pullOf },
    story: () => story,
    opened: (told) => {
      story = told;
    },
    edits: (who, from, to) => {
      const body = bodyOf(sandbox, story?.issue ?? '');
      if (!body.includes(from)) throw new Error(`${example.key}: ${from} is not in its text`);
      sandbox.as(who).editIssue(story?.issue ?? '', { body: body.replace(from, to) });
    },
    proposes: (event) => {
      const head = detail(event, 'pull');
      const [title, body] = [detail(event, 'title'), `Change: ${nameOf(number)}`];
      const opened = sandbox.as(event.actor).openPullRequest(repo, { head, title, body });
      numbers.set(head, opened.number);
    },
    pushes: (event) => {
      const { at, actor } = event;
      const branch = detail(event, 'pull');
      const files = { [`src/fee-${branch}.ts`]: `// ${at}\n` };
      const commits = [{ message: detail(event, 'message'), author: actor, files }];
      sandbox.as(actor).push(repo, { branch, commits });
    },
  };
}

/** `CHG-00007` */
export function nameOf(number: number): string {
  return `CHG-${String(number).padStart(5, '0')}`;
}

function bodyOf(sandbox: Sandbox, ref: string): string {
  const [repo = '', number] = ref.split('#');
  const issues = sandbox.world.issues.of(sandbox.repository(repo).id);
  return issues.find((one) => one.number === Number(number))?.body ?? '';
}
