import { describe, expect, it } from 'vitest';
import { isOurLabel, labelRegistry, labelsOf } from '../../../src/core/desired/labels.ts';
import { MOMENTS, momentOf } from './moments.ts';

function namesAt(moment: string): readonly string[] {
  return labelsOf(momentOf(moment).change).map(({ name }) => name);
}

describe('labels', () => {
  it('show state, category, risk and priority', () => {
    expect(namesAt('draft-ready')).toEqual([
      'chg/draft',
      'category/normal',
      'risk/medium',
      'priority/high',
    ]);
  });

  it('spell a state with hyphens', () => {
    expect(namesAt('running-first-step')).toContain('chg/in-progress');
    expect(namesAt('rolling-back')).toContain('chg/rolled-back');
  });

  it.each([
    ['running-hold-waiting', 'chg-flag/hold-waiting'],
    ['running-hold-declined', 'chg-flag/hold-waiting'],
    ['review-blocked', 'chg-flag/blocked'],
    ['review-changes-requested', 'chg-flag/blocked'],
    ['running-paused', 'chg-flag/paused'],
    ['running-overrun', 'chg-flag/overrun'],
    ['emergency-authorisation-owed', 'chg-flag/post-review-due'],
    ['emergency-running', 'chg-flag/post-review-due'],
    ['emergency-review-owed', 'chg-flag/post-review-due'],
    ['failed-review-owed', 'chg-flag/post-review-due'],
    ['rolled-back-review-overdue', 'chg-flag/post-review-due'],
    ['trouble-processing-stopped', 'chg-flag/blocked'],
  ])('raise at the moment %s the flag %s', (moment, flag) => {
    expect(namesAt(moment)).toContain(flag);
  });

  it('lower every flag once the change has ended and owes nothing', () => {
    for (const moment of [
      'completed',
      'rolled-back',
      'rejected',
      'cancelled',
      'emergency-reviewed',
      'rolled-back-reviewed',
    ]) {
      expect(namesAt(moment).filter((name) => name.startsWith('chg-flag/'))).toEqual([]);
    }
  });

  it('stand in the registry, each once, within what a forge allows', () => {
    const registry = labelRegistry();
    expect(new Set(registry.map(({ name }) => name)).size).toBe(registry.length);
    for (const { name, color, description } of registry) {
      expect(name.length).toBeLessThanOrEqual(50);
      expect(description.length).toBeLessThanOrEqual(100);
      expect(color).toMatch(/^[0-9A-F]{6}$/u);
    }
    const shown = Object.keys(MOMENTS).flatMap(namesAt);
    expect(shown.filter((name) => !registry.some((label) => label.name === name))).toEqual([]);
  });

  it('carry exactly one state at every moment', () => {
    for (const moment of Object.keys(MOMENTS)) {
      expect(namesAt(moment).filter((name) => name.startsWith('chg/'))).toHaveLength(1);
    }
  });

  it('can be read: text on each of them has enough contrast in black or in white', () => {
    for (const { name, color } of labelRegistry()) {
      const light = luminance(color);
      const contrast = Math.max(1.05 / (light + 0.05), (light + 0.05) / 0.05);
      expect(contrast, name).toBeGreaterThan(4.5);
    }
  });

  it('leave labels of people alone, and know their own whatever their case', () => {
    expect(
      ['bug', 'change', 'risk/accepted', 'category', 'priority/p0', 'chgs/x'].filter(isOurLabel),
    ).toEqual([]);
    expect(
      ['chg/draft', 'CHG/Review', 'chg/made-up', 'Risk/High', 'chg-flag/old'].filter(
        (name) => !isOurLabel(name),
      ),
    ).toEqual([]);
  });
});

function luminance(color: string): number {
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
