/**
 * Answers to "may this deploy now?" that were used. Whoever comes first has it; when they repeat the same claim, because
 * the answer to it was lost, they are told the same; everybody else is told that it is used.
 */
import { sessionOf } from './session.ts';
import type { Tx } from './in-workspace.ts';

export type GateClaim = {
  readonly jti: string;
  /** Chosen by whoever claims; from them the same one again is the same claim. */
  readonly claimId: string;
  readonly change: string;
  readonly repository: string;
  readonly environment: string;
  readonly sha: string;
  /** Who showed it: `key:<id>`, `repository:<id>`. */
  readonly claimedBy: string;
  readonly claimedAt: string;
};

/** The claim that holds: this one, or that of whoever came before. */
export async function claimGateAnswer(tx: Tx, claim: GateClaim): Promise<GateClaim> {
  const { client, workspace } = sessionOf(tx);
  const { jti, claimId, change, repository, environment, sha, claimedBy, claimedAt } = claim;
  await client.query({
    name: 'claim_gate_answer',
    text: `INSERT INTO gate_claims (workspace, jti, claim_id, change, repository, environment, sha, claimed_by, claimed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    values: [
      ...[workspace, jti, claimId, change, repository, environment, sha],
      ...[claimedBy, claimedAt],
    ],
  });
  // Another statement: it sees what somebody else committed while this one waited for them.
  const { rows } = await client.query<GateClaim>({
    name: 'find_gate_claim',
    text: `SELECT jti, claim_id AS "claimId", change, repository, environment, sha, claimed_by AS "claimedBy",
                  claimed_at AS "claimedAt"
             FROM gate_claims WHERE workspace = $1 AND jti = $2`,
    values: [workspace, jti],
  });
  return rows[0] ?? claim;
}
