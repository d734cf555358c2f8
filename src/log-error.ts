/**
 * An error as the log tells it: what kind, where it came from, and its code.
 *
 * What must stay true: values never get there. The text of a failed statement quotes its parameters, and the database's own
 * text quotes what it choked on; both may be words of people, so of the database only codes and names of ours are told.
 */
type Fields = Readonly<Record<string, unknown>>;

const DEEPEST = 4;

export function tellError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error) || depth > DEEPEST)
    return error instanceof Error ? error.name : error;
  const fields = error as unknown as Fields;
  const cause = error.cause === undefined ? {} : { cause: tellError(error.cause, depth + 1) };
  const named = pick(fields, ['code', 'status', 'table', 'column', 'constraint', 'routine']);
  return {
    type: error.name,
    message: messageOf(error, fields),
    ...named,
    stack: framesOf(error),
    ...cause,
  };
}

function messageOf(error: Error, fields: Fields): string {
  if (typeof fields['query'] === 'string' && Array.isArray(fields['params']))
    return `failed statement: ${fields['query']}`;
  return typeof fields['severity'] === 'string' ? 'the database refused' : error.message;
}

function pick(fields: Fields, names: readonly string[]): Fields {
  const found = names.flatMap((name): readonly (readonly [string, unknown])[] => {
    const value = fields[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
  });
  return Object.fromEntries(found);
}

/** Without the message that stands before them. */
function framesOf({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  const behind = at < 0 ? stack : stack.slice(at + message.length);
  const frames = behind.split('\n').filter((line) => /^\s+at /u.test(line));
  return frames.map((line) => line.trim()).join('\n');
}
