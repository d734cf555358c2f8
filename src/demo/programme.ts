/** The five stories that the demo plays, and how each must have ended. */
import type { Company } from './company.ts';
import type { Narrator } from './narrator.ts';
import { playCertificate } from './stories/certificate.ts';
import { playEmergency } from './stories/emergency.ts';
import { playOwnPull } from './stories/own-pull.ts';
import { playRollback } from './stories/rollback.ts';
import { playSchemaChange } from './stories/schema-change.ts';
import type { Story } from './storyteller.ts';

type Act = {
  readonly name: string;
  readonly play: (company: Company, tell: Narrator) => Promise<Story>;
  /** The state label that the issue, or the pull request, must carry in the end. */
  readonly ends: string;
};

const PROGRAMME: readonly Act[] = [
  { name: 'the certificate', play: playCertificate, ends: 'chg/completed' },
  { name: 'the emergency', play: playEmergency, ends: 'chg/completed' },
  { name: 'the rollback', play: playRollback, ends: 'chg/rolled-back' },
  { name: 'the pull request', play: playOwnPull, ends: 'chg/completed' },
  { name: 'the schema change', play: playSchemaChange, ends: 'chg/completed' },
];

export type Played = {
  readonly stories: readonly Story[];
  /** A sentence for each story that did not end as it should; none when all is well. */
  readonly surprises: readonly string[];
};

export async function playAll(company: Company, tell: Narrator): Promise<Played> {
  const stories: Story[] = [];
  const surprises: string[] = [];
  for (const act of PROGRAMME) {
    const story = await act.play(company, tell);
    stories.push(story);
    surprises.push(...surpriseOf(act, story));
  }
  return { stories, surprises };
}

function surpriseOf({ name, ends }: Act, story: Story): readonly string[] {
  const states = story.labels().filter((label) => label.startsWith('chg/'));
  const ended = states.length === 1 && states[0] === ends;
  const proven = evidenceOf(story) !== '';
  return [
    ...(ended ? [] : [`${name}: expected the label ${ends}, found ${states.join(', ') || 'none'}`]),
    ...(proven ? [] : [`${name}: expected an evidence comment, found none`]),
  ];
}

export function evidenceOf(story: Story): string {
  const comments = story.comments().map(({ body }) => body);
  return comments.filter((body) => body.includes('<!-- holdpoint:evidence')).join('\n\n');
}
