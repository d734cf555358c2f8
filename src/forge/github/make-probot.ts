/**
 * Probot as the frame of this side: it signs in as the app, makes Octokit instances and dispatches deliveries.
 * Its retries and throttling are off, because they repeat writes and wait where nobody sees it; its web server is
 * not used at all. Every request has an end.
 */
import { pino } from 'pino';
import { Probot, ProbotOctokit } from 'probot';

export type ProbotConfig = {
  readonly appId: string;
  readonly privateKey: string;
  readonly secret: string;
  readonly baseUrl: string;
  readonly fetchTimeoutMs: number;
};

export function makeProbot({
  appId,
  privateKey,
  secret,
  baseUrl,
  fetchTimeoutMs,
}: ProbotConfig): Probot {
  const fetchWithEnd: typeof fetch = (address, init) =>
    fetch(address, { ...init, signal: AbortSignal.timeout(fetchTimeoutMs) });
  return new Probot({
    appId,
    privateKey,
    // Never used here, and never Probot's default, which everybody knows.
    secret,
    baseUrl,
    log: pino({ level: 'silent' }),
    request: { fetch: fetchWithEnd },
    // Only the function form reaches the plugins.
    Octokit: ProbotOctokit.defaults((options: object) => ({
      ...options,
      throttle: { enabled: false },
      retry: { enabled: false },
    })),
  });
}
