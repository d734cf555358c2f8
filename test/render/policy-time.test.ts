// What the page of the policy says of assets, windows, freezes and risk: each row is there, and gone when it is gone.
import { describe, expect, test } from 'vitest';

import { recordView } from '../../src/core/desired/record-view.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { FORMS } from '../../src/core/plan/forms.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { renderPolicy } from '../../src/render/policy.ts';
import { renderRecord } from '../../src/render/record.ts';
import { ORGANISATION_IN_TIME } from '../policy/files.ts';
import { accepted } from '../support/change-beginnings.ts';
import { setTheStage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { CERT_ROTATION, readable } from '../support/change-plans.ts';

const MARKER = `<!-- holdpoint:record v1 CHG-00001 ${'0'.repeat(32)} -->`;

const LIGHTHOUSE = readPolicy({ organisation: ORGANISATION_IN_TIME });
const PAGE = renderPolicy(LIGHTHOUSE);
const SHIPPED = renderPolicy(DEFAULT_POLICY);
const MODEL = DEFAULT_POLICY.riskModel;
if (MODEL === null) throw new Error('a questionnaire is built in');

describe('the questionnaire that is built in', () => {
  const page = (riskModel: Policy['riskModel']): string =>
    renderPolicy({ ...DEFAULT_POLICY, riskModel });

  test.each(MODEL.questions)('asks $field, as the form does, and says so on the page', (one) => {
    const fields = FORMS.flatMap(({ fields: all }) => all.filter(({ id }) => id === one.field));
    expect(fields.length).toBeGreaterThan(0);
    for (const { options } of fields) expect(Object.keys(one.options)).toEqual(options);
    expect(Object.values(one.options)).toEqual([0, 1, 2, 3]);
    const row = `| ${one.title} | ${String(one.weight)} |`;
    expect(SHIPPED).toContain(row);
    const questions = MODEL.questions.filter((other) => other !== one);
    expect(page({ ...MODEL, questions })).not.toContain(row);
  });

  test.each(MODEL.floors)(
    'raises to $atLeast, because $because, and says so on the page',
    (one) => {
      const row = `| ${one.atLeast} | ${one.because} |`;
      expect(SHIPPED).toContain(row);
      const floors = MODEL.floors.filter((other) => other !== one);
      expect(page({ ...MODEL, floors })).not.toContain(row);
    },
  );

  test('weighs a hundred together, and begins its levels at 0, 30 and 60', () => {
    expect(MODEL.questions.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(SHIPPED).toContain('low from 0, medium from 30 and high from 60');
    expect(page({ ...MODEL, levels: MODEL.levels.slice(0, 2) })).not.toContain('high from 60');
    expect(page(null)).not.toContain('How risky it is');
  });
});

describe('the page of an organisation', () => {
  test.each([
    '| `edge/nginx-public` | `edge/api-gateway` | high |',
    '| `db/orders-main` |  | critical | somebody of `data` | only inside its maintenance windows |',
    '| Checkout (`checkout`) | `svc/checkout`, `db/orders-*` | Brightline |',
    '| `production` | yes | `prod`, `prod-*` | `staging` |',
    '| somebody of `customer-support` | `checkout` | started, rolled back and completed |',
    '| `mw-tue-night` | `FREQ=WEEKLY;BYDAY=TU` at 22:00 for 4 h, Europe/Berlin |',
    '| Peak trading freeze (`fz-peak-2026`) | The orders of a quarter come in these days | `leads` | nothing within | 2026-11-26 00:00+01:00 to 2026-12-01 06:00+01:00 Europe/Berlin |',
  ])('has the row %s', (row) => {
    expect(PAGE).toContain(row);
    expect(SHIPPED).not.toContain(row);
  });

  test('says who may override a freeze, and that nobody may', () => {
    expect(PAGE).toMatch(/`fz-peak-2026`.*\| a lead \|/u);
    expect(PAGE).toMatch(/`fz-yearend-2026`.*\| nobody \|/u);
  });
});

describe('the record of a draft', () => {
  const shown = (policy: Policy): string => {
    const stage = setTheStage({ policy });
    accepted(stage.mara.opens(readable({ ...CERT_ROTATION, assets: ['edge/api-gatway'] })));
    return renderRecord(recordView(stage.change, stage.factsFor(HOLDPOINT), null), MARKER);
  };

  test('says which asset the policy does not list, and which it could mean', () => {
    expect(shown(LIGHTHOUSE)).toMatch(/"edge\/api-gatway"`?\n {2}→ .*edge\/api-gateway/u);
  });

  test('says nothing of it where no assets are listed', () => {
    expect(shown(DEFAULT_POLICY)).not.toContain('Worth another look');
  });
});
