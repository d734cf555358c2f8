/**
 * Work of which one run at a time goes on in a lane: whatever is asked for meanwhile waits for the one run that follows,
 * which takes all of it together.
 *
 * What must stay true: nobody is answered by a run that began before they asked.
 */
export type Lane<T> = {
  /** By name: asked for twice, a thing is done once. */
  readonly waiting: Map<string, T>;
  running: Promise<void> | null;
  next: Promise<void> | null;
};

export type Lanes<T> = Map<string, Lane<T>>;

type Work<T> = {
  readonly items: ReadonlyMap<string, T>;
  readonly run: (items: readonly T[]) => Promise<void>;
};

export async function inTurn<T>(
  lanes: Lanes<T>,
  name: string,
  { items, run }: Work<T>,
): Promise<void> {
  const lane = lanes.get(name) ?? { waiting: new Map<string, T>(), running: null, next: null };
  lanes.set(name, lane);
  for (const [key, item] of items) lane.waiting.set(key, item);
  if (lane.running === null) {
    const all = [...lane.waiting.values()];
    lane.waiting.clear();
    lane.running = run(all).finally(() => {
      lane.running = null;
    });
    return lane.running;
  }
  const before = lane.running.catch(() => undefined);
  lane.next ??= before.then(() => {
    lane.next = null;
    return inTurn(lanes, name, { items: new Map(), run });
  });
  return lane.next;
}
