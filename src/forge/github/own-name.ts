/**
 * The names of our checks, and who else uses them: another app's check run, or a commit status, which anybody who may
 * push can post. GitHub takes the case of a status's name for none.
 *
 * What must stay true: what is under our name and not ours counts for nothing, and is told with who wrote it.
 */
import type { Namesake, PullFacts } from '../../core/change/facts.ts';
import type { ForgedReport, OurName } from '../../core/change/forged.ts';
import { isOf } from './check-verbs.ts';
import type { CheckParts } from './pull-parts.ts';
import { actorSeen, isBot } from './seen.ts';
import type { Bot } from './seen.ts';
import {
  fieldOf,
  idAt,
  instantOrNullAt,
  plainText,
  recordOrNullAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';

/** Required by branch rules under the first of them: they never change. */
const NAMES: readonly OurName[] = ['holdpoint', 'holdpoint/policy'];

export function ourNameIn(name: string): OurName | null {
  return NAMES.find((one) => one === name.toLowerCase()) ?? null;
}

/** Of a check run its name, of a status its context. */
export function ourNameOf(report: Json): OurName | null {
  return ourNameIn(textOrNullAt(report, 'name') ?? textOrNullAt(report, 'context') ?? '');
}

export type Namesakes = Pick<PullFacts, 'forged' | 'namesake'>;

type Ourselves = { readonly appId: string; readonly bot: Bot };

export function namesakesIn({ runs, statuses }: CheckParts, ourselves: Ourselves): Namesakes {
  const { appId, bot } = ourselves;
  const others = (runs ?? []).filter((run) => !isOf(run, appId));
  const posted = (statuses ?? []).filter((one) => !isBot(actorSeen(fieldOf(one, 'creator')), bot));
  const forged = [...others.flatMap(forgedRun), ...posted.flatMap(forgedStatus)];
  const newest = (statuses ?? []).find((one) => ourNameOf(one) === 'holdpoint');
  return {
    ...(forged.length === 0 ? {} : { forged }),
    ...(newest === undefined ? {} : { namesake: namesakeOf(newest, bot) }),
  };
}

function namesakeOf(status: Json, bot: Bot): Namesake {
  return {
    ours: isBot(actorSeen(fieldOf(status, 'creator')), bot),
    says: textOrNullAt(status, 'state') ?? '',
    text: plainText(textOrNullAt(status, 'description') ?? ''),
  };
}

/** Which account an app has, its checks do not say; its login follows from its name. */
function forgedRun(run: Json): readonly ForgedReport[] {
  const name = ourNameOf(run);
  if (name === null) return [];
  const app = recordOrNullAt(run, 'app');
  const slug = app === null ? null : textOrNullAt(app, 'slug');
  const by = { id: '', login: `${slug ?? 'unknown'}[bot]` };
  const at = instantOrNullAt(run, 'completed_at') ?? instantOrNullAt(run, 'started_at');
  const [says, url] = [textOrNullAt(run, 'conclusion'), textOrNullAt(run, 'html_url')];
  return [{ id: idAt(run, 'id'), via: 'check', name, by, says, url, at }];
}

function forgedStatus(status: Json): readonly ForgedReport[] {
  const name = ourNameOf(status);
  if (name === null) return [];
  const { id, login } = actorSeen(fieldOf(status, 'creator'));
  const [says, at] = [textOrNullAt(status, 'state'), instantOrNullAt(status, 'created_at')];
  const by = { id, login };
  return [{ id: idAt(status, 'id'), via: 'status', name, by, says, url: null, at }];
}
