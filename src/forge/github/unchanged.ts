/**
 * Answers that the forge gave before, kept with the mark under which it gave them. A read that names the mark is
 * answered "unchanged" when it is: it is as fresh as any other, carries nothing, and counts against no limit. So what
 * gates stand on may be read this way.
 */
type Kept<A> = { readonly etag: string; readonly answer: A };

type Unchanged<A> = {
  readonly find: (key: string) => Kept<A> | null;
  readonly keep: (key: string, kept: Kept<A>) => void;
};

/** The longest unused go first. Most of them are small; a page of a hundred people is some 150 kB. */
const MOST_KEPT = 300;

export function keepAnswers<A>(): Unchanged<A> {
  const answers = new Map<string, Kept<A>>();
  return {
    find: (key) => {
      const kept = answers.get(key);
      if (kept === undefined) return null;
      answers.delete(key);
      answers.set(key, kept);
      return kept;
    },
    keep: (key, kept) => {
      answers.delete(key);
      answers.set(key, kept);
      const oldest = answers.keys().next().value;
      if (answers.size > MOST_KEPT && oldest !== undefined) answers.delete(oldest);
    },
  };
}
