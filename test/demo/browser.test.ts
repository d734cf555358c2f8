// The pages in a real browser, as a newcomer uses them: a change is opened from the form, submitted, approved by
// somebody else and walked, and the record follows without a reload by hand. Scripts are switched off.
//
// The browser is the system's Chromium; nothing is downloaded. Under CI=true its absence is a failure (.ci/run installs
// it where it can). Elsewhere this file is left out, by the condition below and with a line that says what to install.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { demoPages } from '../../src/demo/pages.ts';
import { findBrowser, launchBrowser, NO_BROWSER } from '../../tools/browser.ts';
import { openWorld, type World } from '../support/world.ts';

const inCi = process.env['CI'] === 'true';
const leftOut = findBrowser() === null && !inCi;
if (leftOut) console.warn(`test/demo/browser.test.ts is left out. ${NO_BROWSER}`);

const ISSUES = `/${operations}/issues`;

describe.skipIf(leftOut)('a newcomer with a browser', () => {
  let world: World;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    world = await openWorld({ start: '2026-12-08T14:16:00+01:00', pages: demoPages });
    world.company.clock.runOn();
    context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'light' });
    page = await context.newPage();
  }, 90_000);

  afterAll(async () => {
    await context.close();
    await world.close();
    await browser.close();
  });

  const record = (): ReturnType<Page['locator']> => page.locator('article.app').first();

  const becomes = async (login: string): Promise<void> => {
    await page.click('.person summary');
    await page.click(`.person button[value="${login}"]`);
    await page.waitForSelector(`.person summary b:text-is("${login}")`);
  };

  const says = async (text: string): Promise<void> => {
    await page.fill('#say textarea', text);
    await page.click('#say button.go');
  };

  it('opens a change from the form, submits it, has it approved, ticks a box and sees the record follow', async () => {
    await page.goto(world.company.sandbox.url);
    await page.click('text=New change');
    await page.click('text=Example: Limit request rates');
    await page.click('text=Submit new issue');
    await record().getByText('ready to be submitted').first().waitFor();
    expect(await page.locator('h1').textContent()).toContain('CHG-00001: Limit request rates');
    await says('/chg submit');
    await record().getByText('waits for review').first().waitFor();
    await page.locator('.reactions', { hasText: '👍' }).first().waitFor();

    await becomes('tomas-sre');
    await says('/chg approve read it twice');
    await page
      .locator('.label', { hasText: 'chg/scheduled' })
      .or(page.locator('.label', { hasText: 'chg/approved' }))
      .waitFor();

    await becomes('mara-ops');
    await record().locator('button.box[value="chg:P1"]').click();
    await record().locator('button.box.on[value="chg:P1"]').waitFor();
    expect((await world.change(1)).steps['P1']).toBeDefined();
    expect(await page.locator('.notice').count()).toBe(0);
  }, 60_000);

  it('is stopped by a box out of turn: it is put back, with the reason beside the step', async () => {
    await page.goto(`${world.company.sandbox.url}${ISSUES}/1`);
    for (const fold of await record().locator('details:has(button.box) > summary').all())
      await fold.click();
    await record().locator('button.box[value="chg:E3"]').click();
    await record().getByText('was refused').waitFor({ state: 'attached' });
    expect(await record().locator('button.box.on[value="chg:E3"]').count()).toBe(0);
  }, 60_000);

  it('finds no page wider than a telephone', async () => {
    await page.setViewportSize({ width: 390, height: 780 });
    for (const path of [
      ISSUES,
      `${ISSUES}/1`,
      `${ISSUES}/new`,
      `${ISSUES}/new/change.yml?example=0`,
      `/${operations}/pulls/new`,
    ]) {
      await page.goto(`${world.company.sandbox.url}${path}`);
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect([path, wide]).toEqual([path, 390]);
    }
  }, 60_000);
});
