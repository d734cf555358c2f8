/**
 * What the log can never hold if this code wrote it. It is thrown, not answered: going on would show a state that
 * nobody decided. Names the event, so that it can be looked at.
 */
export class BrokenInvariantError extends Error {
  readonly seq: number;
  readonly eventType: string;

  constructor(event: { readonly seq: number; readonly type: string }, problem: string) {
    super(
      `event ${String(event.seq)} (${event.type}): ${problem}. ` +
        'Run "holdpoint verify" to see whether the log is intact; no change is shown from a log that cannot be read.',
    );
    this.name = 'BrokenInvariantError';
    this.seq = event.seq;
    this.eventType = event.type;
  }
}
