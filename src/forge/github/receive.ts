/**
 * Replays a stored delivery through Probot and takes the notice that its one handler makes of it. Only events that
 * are subscribed to are replayed, by a list of our own: the name is an unsigned header, and some names (`error`)
 * mean something to the dispatcher.
 */
import type { Probot } from 'probot';
import type { Clock } from '../../clock.ts';
import type { Notice } from '../../core/intent/notice.ts';
import type { Api } from './api.ts';
import type { Installations } from './installations.ts';
import { isHandled, readNotice } from './notice/read-notice.ts';
import { refused } from './notice/told.ts';
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
  readonly installations: Installations;
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
    const nobody: Ourselves = { appId: parts.appId, bot: null };
    const preview = readNotice({ name, payload, receivedAt, ourselves: nobody });
    if (!isRecord(payload) || !isHandled(name) || preview.fact.kind === 'nothing') return preview;
    if (await isForeign(parts.installations, preview)) {
      const { fact } = refused(
        `installation ${preview.installation} does not speak for the account`,
      );
      return { ...preview, fact };
    }
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

/**
 * What a delivery says of its account counts only when it came by the installation of that account. Throws
 * `ForgeFault` when we are not installed there, or suspended: nothing could be done for it.
 */
async function isForeign(installations: Installations, notice: Notice): Promise<boolean> {
  const { workspace, installation } = notice;
  if (notice.fact.kind === 'installation_changed') {
    installations.forget(workspace);
    return false;
  }
  installations.hear({ workspace, account: notice.account, installation });
  if ((await installations.of(workspace)).installation === installation) return false;
  installations.forget(workspace);
  return (await installations.of(workspace)).installation !== installation;
}

async function whoWeAre(
  { appId, identity, apiOf }: ReceiverParts,
  notice: Notice,
): Promise<Ourselves> {
  const known = identity.known();
  if (known !== null) return { appId, bot: known.bot };
  // An installation that is ending gives no token to ask with, and nobody of ours acts in it.
  if (notice.fact.kind === 'installation_changed') return { appId, bot: null };
  const { bot } = await identity.ask(await apiOf(notice.installation, notice.workspace));
  return { appId, bot };
}
