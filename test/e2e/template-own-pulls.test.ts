// Where a pull request may be its own standard change, one that edits a template is none: it would approve itself what it
// approves beforehand.
import { describe, expect, it } from 'vitest';
import { LIN, TOMAS } from '../support/tale.ts';
import { opensPull, stageOfOwnPulls } from '../support/own-pulls.ts';
import { TEMPLATE_FILE, templateFile } from '../support/template-file.ts';

const scene = stageOfOwnPulls();

describe('a pull request that is its own change', () => {
  it('is not let through as a standard one when it brings a template, approved and green as it is', async () => {
    const commits = [
      { message: 'Template', author: LIN, files: { [TEMPLATE_FILE]: templateFile() } },
    ];
    const pull = await opensPull(scene, { branch: 'own-template', commits });
    await pull.ciSays('success');
    await pull.review(TOMAS, 'approve');
    expect(pull.check()).not.toMatch(/^success/u);
    expect(pull.record()).toContain('policy_loosened');
  });
});
