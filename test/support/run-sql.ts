// One statement on a connection of its own: what creating and dropping databases needs, and no more.
import pg from 'pg';

export async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
