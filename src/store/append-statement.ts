/**
 * The statement that appends, by how many events and whether names are new. A
 * list of VALUES is planned and run faster than arrays, and one event is what
 * most acts append, so each shape is a prepared statement of its own; the
 * store's `append` keeps their number small.
 */
export type AppendStatement = { readonly name: string; readonly text: string };

const EVENT_COLUMNS = [
  'seq bigint',
  'prev_hash bytea',
  'hash bytea',
  'body bytea',
  'type text',
  'change bigint',
  'actor_id text',
  'actor_name bytea',
  'occurred_at timestamptz',
  'observed_at timestamptz',
].map((column) => column.split(' ') as [string, string]);

const statements = new Map<string, AppendStatement>();

/**
 * Parameters: workspace, new head (seq, hash), old head (seq); four arrays of
 * texts (seq, name, salt, text); four of people (id, login, salt, commitment)
 * when there are any; then the columns of each event.
 */
export function appendStatement(events: number, withPeople: boolean): AppendStatement {
  const name = `append_${String(events)}${withPeople ? '_people' : ''}`;
  const known = statements.get(name);
  if (known !== undefined) return known;
  const statement = { name, text: write(events, withPeople) };
  statements.set(name, statement);
  return statement;
}

function write(events: number, withPeople: boolean): string {
  const first = withPeople ? 13 : 9;
  const rows = Array.from({ length: events }, (_, row) => {
    const cells = EVENT_COLUMNS.map(
      ([, type], column) => `$${String(first + row * EVENT_COLUMNS.length + column)}::${type}`,
    );
    return `($1, ${cells.join(', ')})`;
  });
  return `
    WITH new_events AS (
      INSERT INTO events (workspace, ${EVENT_COLUMNS.map(([column]) => column).join(', ')})
      VALUES ${rows.join(', ')}
    ), new_texts AS (
      INSERT INTO texts (workspace, seq, name, salt, text)
      SELECT $1, * FROM unnest($5::bigint[], $6::text[], $7::bytea[], $8::text[])
    )${withPeople ? NEW_PEOPLE : ''}
    UPDATE workspaces SET head_seq = $2, head_hash = $3 WHERE workspace = $1 AND head_seq = $4`;
}

const NEW_PEOPLE = `, new_people AS (
      INSERT INTO people (workspace, id, login, salt, commitment)
      SELECT $1, * FROM unnest($9::text[], $10::text[], $11::bytea[], $12::bytea[])
    )`;
