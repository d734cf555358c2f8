/**
 * Asking once: callers who come while an answer is under way share it, later ones get it at once, and a failure is
 * not remembered.
 */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  const remembered = perKey(make);
  return () => remembered('', undefined);
}

/** `make` gets the key and whatever the first caller brought. */
export function perKey<T, A>(
  make: (key: string, given: A) => Promise<T>,
): (key: string, given: A) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key, given) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = make(key, given);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
