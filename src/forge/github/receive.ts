/**
 * Replays a stored delivery through Probot and takes the notice that its one handler makes of it. Only events that
 * are subscribed to are replayed, by a list of our own: the name is an unsigned header, and some names (`error`)
 * mean something to the dispatcher.
 */
import type { Probot } from 'probot';
import type { Clock } from '../../clock.ts';
import type { Notice } from '../../core/intent/notice.ts';
import type { Api } from './api.ts';
import { isHandled, readNotice } from './notice/read-notice.ts';
import type { Ourselves } from './notice/told.ts';
import type { IdentitySource } from './ourselves.ts';
import { HANDLED_EVENTS } from './permissions.ts';
import { parsePayload } from './route.ts';
import { isRecord } from './shape.ts';

export type Receiving = {
  readonly id: string;
  readonly name: string;
  /** The stored body. */
  readonly payload: string;
  /** When it arrived; stands in where GitHub gives no time of the act. Now, when absent. */
  readonly receivedAt?: string;
};

export type ReceiverParts = {
  readonly probot: Probot;
  readonly appId: string;
  readonly clock: Clock;
  readonly identity: IdentitySource;
  readonly apiOf: (installation: string, workspace: string) => Promise<Api>;
};

type Asked = {
  readonly receivedAt: string;
  readonly ourselves: Ourselves;
  readonly answer: (notice: Notice) => void;
};

export function makeReceiver(parts: ReceiverParts): (delivery: Receiving) => Promise<Notice> {
  const { probot, clock } = parts;
  /** Keyed by the very object that goes through the dispatcher, so that two replays cannot mix. */
  const asked = new WeakMap<object, Asked>();
  probot.on([...HANDLED_EVENTS], ({ name, payload }) => {
    const waiting = asked.get(payload);
    if (waiting === undefined) return;
    const { receivedAt, ourselves, answer } = waiting;
    answer(readNotice({ name, payload, receivedAt, ourselves }));
  });
  return async ({ id, name, payload: text, receivedAt = clock.now().toISOString() }) => {
    const payload = parsePayload(text);
    const nobody: Ourselves = { appId: parts.appId, botId: null };
    const preview = readNotice({ name, payload, receivedAt, ourselves: nobody });
    if (!isRecord(payload) || !isHandled(name) || preview.fact.kind === 'nothing') return preview;
    const ourselves = await whoWeAre(parts, preview);
    const notices: Notice[] = [];
    asked.set(payload, { receivedAt, ourselves, answer: (notice) => notices.push(notice) });
    await probot.receive({ id, name, payload } as Parameters<Probot['receive']>[0]);
    const notice = notices[0];
    if (notice === undefined)
      throw new Error(`delivery ${id}: the dispatcher gave ${name} to nobody`);
    return notice;
  };
}

async function whoWeAre(
  { appId, identity, apiOf }: ReceiverParts,
  notice: Notice,
): Promise<Ourselves> {
  const known = identity.known();
  if (known !== null) return { appId, botId: known.self.id };
  // An installation that is ending gives no token to ask with, and nobody of ours acts in it.
  if (notice.fact.kind === 'installation_changed') return { appId, botId: null };
  const { self } = await identity.ask(await apiOf(notice.installation, notice.workspace));
  return { appId, botId: self.id };
}
