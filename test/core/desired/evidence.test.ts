import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../src/core/audit/canonical.ts';
import { evidenceView, type EvidenceView } from '../../../src/core/desired/evidence.ts';
import { readJsonBlocks } from '../../../src/render/evidence-json.ts';
import { renderEvidence } from '../../../src/render/evidence.ts';
import { MOMENTS, momentOf } from './moments.ts';
import type { Words } from './rotation.ts';

const ENDED = Object.keys(MOMENTS).filter((moment) => momentOf(moment).change.ended !== null);

function evidenceAt(moment: string, words?: Words): EvidenceView {
  const view = evidenceView(momentOf(moment, words).change);
  if (view === null) throw new Error(`${moment} has not ended`);
  return view;
}

function schema(): object {
  return JSON.parse(
    readFileSync(new URL('../../../schemas/evidence.schema.json', import.meta.url), 'utf8'),
  ) as object;
}

describe('evidence', () => {
  it.each(ENDED)('of %s has the published shape', (moment) => {
    const ajv = new Ajv2020({ allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema());
    validate(evidenceAt(moment).record);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is sealed by the digest of its canonical JSON', () => {
    const { record, digest } = evidenceAt('completed');
    expect(digest).toBe(
      createHash('sha256')
        .update(canonicalize({ ...record }))
        .digest('hex'),
    );
    expect(evidenceAt('completed').digest).toBe(digest);
    expect(evidenceAt('completed-with-issues').digest).not.toBe(digest);
  });

  it.each(ENDED)('of %s can be read back from the comments as it was sealed', (moment) => {
    const view = evidenceAt(moment, (text) => `${text}\n<!-- \`\`\` ‮ </details>`);
    const comments = renderEvidence(
      view,
      (part) => `<!-- holdpoint:evidence:${String(part)} v1 CHG-00001 ${'0'.repeat(32)} -->`,
    );
    const read = readJsonBlocks(comments, `${view.record.change} evidence`);
    expect(read).toEqual(view.record);
    expect(
      createHash('sha256')
        .update(canonicalize(read as never))
        .digest('hex'),
    ).toBe(view.digest);
  });

  it('says who did each step, what was expected and seen, and how long the second person took', () => {
    const step = evidenceAt('completed').record.steps.find(({ id }) => id === 'E3');
    expect(step).toMatchObject({
      result: 'done',
      expected:
        'New serial, chain complete, stapled response is good, old Android profile connects',
      observed: 'New serial ends 02:E4, chain ok, stapling good, Android 7 profile ok',
      act: { by: { login: 'mara-ops' }, roles: ['engineer'], event: 14 },
      hold: {
        status: 'confirmed',
        seconds: 300,
        observed: 'I see 02:E4 from my phone as well',
        act: { by: { login: 'tomas-sre' } },
      },
    });
  });

  it('says for each approval which plan it was for, in which role, and whether it counted', () => {
    expect(evidenceAt('completed').record.approvals).toMatchObject([
      { by: { login: 'tomas-sre' }, roles: ['engineer', 'maintainer'], counted: true },
    ]);
  });

  it('says whether the work stayed inside its window', () => {
    expect(evidenceAt('completed').record.window).toMatchObject({
      started_inside: true,
      ended_inside: true,
    });
  });

  it('says why a change was called off, rejected or reversed, and how long the way back took', () => {
    expect(evidenceAt('cancelled').record.end?.reason).toBe(
      'Renewal works again, the certificate renewed itself.',
    );
    expect(evidenceAt('rejected').record.end?.reason).toBe(
      'The issuer is about to change; wait for the new chain.',
    );
    expect(evidenceAt('rolled-back').record.rollback).toMatchObject({
      reason: 'Handshake failures at 0.9% for two minutes',
      recovered: { seconds: 360 },
    });
  });

  it('stays what it was when the review of an emergency is written; the review is an addendum with a digest of its own', () => {
    const before = evidenceAt('emergency-authorisation-owed');
    const after = evidenceAt('emergency-reviewed');
    expect(after.digest).toBe(before.digest);
    expect(after.key).toBe(before.key);
    expect(
      after.addenda.map(({ addendum }) => [addendum.kind, addendum.evidence, addendum.late]),
    ).toEqual([
      ['authorisation', before.digest, false],
      ['review', before.digest, false],
    ]);
  });

  it('covers the events up to the end and no later one', () => {
    const { record } = evidenceAt('emergency-reviewed');
    expect(record.events).toEqual({ first: 301, last: 317 });
    expect(evidenceAt('emergency-overdue').digest).toBe(
      evidenceAt('emergency-authorisation-owed').digest,
    );
    expect(momentOf('emergency-overdue').change.exceptions.some(({ seq }) => seq > 317)).toBe(true);
  });
});
