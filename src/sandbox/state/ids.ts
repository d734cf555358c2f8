/*
 * Numbers and node ids as GitHub hands them out: numeric ids grow per kind and start high enough that nobody
 * mistakes them for issue numbers; a node id names its kind and id, so that GraphQL can find the node again.
 */
export type IdKind = keyof typeof kinds;

const kinds = {
  account: { prefix: 'U', first: 9_500 },
  organization: { prefix: 'O', first: 98_100 },
  bot: { prefix: 'BOT', first: 41_898_000 },
  team: { prefix: 'T', first: 7_100_100 },
  app: { prefix: 'A', first: 814_200 },
  installation: { prefix: 'MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u', first: 51_400_100 },
  repository: { prefix: 'R', first: 871_200_100 },
  label: { prefix: 'LA', first: 6_200_000_100 },
  commit: { prefix: 'C', first: 1 },
  issue: { prefix: 'I', first: 3_120_000_100 },
  pull: { prefix: 'PR', first: 2_410_000_100 },
  comment: { prefix: 'IC', first: 2_950_000_100 },
  issueEvent: { prefix: 'LE', first: 15_600_000_100 },
  reaction: { prefix: 'REA', first: 260_000_100 },
  review: { prefix: 'PRR', first: 2_300_000_100 },
  checkSuite: { prefix: 'CS', first: 33_000_000_100 },
  checkRun: { prefix: 'CR', first: 36_000_000_100 },
  status: { prefix: 'SC', first: 30_000_000_100 },
  deployment: { prefix: 'DE', first: 1_900_000_100 },
  deploymentStatus: { prefix: 'DES', first: 3_900_000_100 },
  workflowRun: { prefix: 'WFR', first: 8_812_345_600 },
  mergeGroup: { prefix: 'MG', first: 100 },
  delivery: { prefix: 'D', first: 180_000_100 },
} as const;

export type Ids = { next(kind: IdKind): number };

export function createIds(): Ids {
  const counters = new Map<IdKind, number>();
  return {
    next: (kind) => {
      const value = counters.get(kind) ?? kinds[kind].first;
      counters.set(kind, value + 1);
      return value;
    },
  };
}

export function nodeId(kind: IdKind, id: number): string {
  return `${kinds[kind].prefix}_kwDO${Buffer.from(String(id)).toString('base64url')}`;
}

export function readNodeId(node: string): { readonly kind: IdKind; readonly id: number } | null {
  const cut = node.indexOf('_kwDO');
  if (cut < 0) return null;
  const prefix = node.slice(0, cut);
  const id = Number(Buffer.from(node.slice(cut + 5), 'base64url').toString('utf8'));
  const kind = (Object.keys(kinds) as IdKind[]).find((name) => kinds[name].prefix === prefix);
  return kind === undefined || !Number.isSafeInteger(id) ? null : { kind, id };
}
