// One PostgreSQL for the whole run, and in it one migrated database that every test file copies
// (database.ts). HOLDPOINT_TEST_DATABASE_URL names another server to use, such as the oldest version we
// support; its user must be allowed to create databases.
import { rmSync } from 'node:fs';

import type { TestProject } from 'vitest/node';

import { startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { runSql } from './run-sql.ts';
import { clusterDirectory } from './test-cluster.ts';

type Server = { readonly url: string; readonly stop: () => Promise<void> };

export type TestDatabases = { readonly url: string; readonly template: string };

declare module 'vitest' {
  export interface ProvidedContext {
    databases: TestDatabases;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await findServer();
  const template = `holdpoint_template_${String(process.pid)}`;
  const teardown = async (): Promise<void> => {
    await runSql(server.url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await server.stop();
  };
  try {
    await runSql(server.url, `CREATE DATABASE ${template}`);
    await migrateTemplate(server.url, template);
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('databases', { url: server.url, template });
  return teardown;
}

async function findServer(): Promise<Server> {
  const given = process.env['HOLDPOINT_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };
  const dataDir = clusterDirectory();
  const server = await startEmbedded({ dataDir, durable: false });
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

async function migrateTemplate(serverUrl: string, template: string): Promise<void> {
  const url = new URL(serverUrl);
  url.pathname = `/${template}`;
  await migrate(url.href);
}
