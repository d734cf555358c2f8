/** What `holdpoint audit verify` says about the demo's log, in its words. */
import { inWorkspace } from '../store/in-workspace.ts';
import { verifyLog } from '../store/verify-log.ts';
import type { Company } from './company.ts';

export async function verifyAudit(company: Company): Promise<{ readonly intact: boolean; readonly text: string }> {
  const { house } = company.application();
  const verdict = await inWorkspace(house.db, company.workspace, (tx) => verifyLog(tx));
  if (verdict.kind === 'intact') {
    const { events, redacted, head } = verdict;
    const hash = Buffer.from(head.hash).toString('hex');
    return { intact: true, text: `intact · workspace ${company.workspace} · ${String(events)} events · ${String(redacted)} texts erased · head ${String(head.seq)} ${hash}` };
  }
  return { intact: false, text: `broken · workspace ${company.workspace} · ${JSON.stringify(verdict.problem)}` };
}
