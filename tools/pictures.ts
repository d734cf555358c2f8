/*
 * Takes the pictures of the documentation from the demo itself, so that they show what there is:
 *   npm exec -- node tools/pictures.ts
 * Plays the stories up to the moments worth seeing and photographs the pages with Chromium (tools/browser.ts says
 * which). Writes docs/pictures/*.png.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page, PageScreenshotOptions } from 'playwright-core';
import { openCompany, operations, type Company } from '../src/demo/company.ts';
import { narrator } from '../src/demo/narrator.ts';
import { demoPages } from '../src/demo/pages.ts';
import { newFolder } from '../src/demo/place.ts';
import { certificateAtHold, playCertificate } from '../src/demo/stories/certificate.ts';
import { openRelease } from '../src/demo/stories/release.ts';
import { createLog } from '../src/log.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { launchBrowser } from './browser.ts';
import { smallPng } from './small-png.ts';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const tell = narrator((text) => void process.stdout.write(text), false);

type View = {
  readonly name: string;
  readonly path: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly scale?: number;
  /** What to photograph instead of the window, and how much of it. */
  readonly only?: { readonly part: string; readonly height: number };
  readonly before?: (page: Page) => Promise<unknown>;
};

async function photograph(browser: Browser, origin: string, view: View): Promise<void> {
  const { width = 940, height = 760, dark = false, scale = 1 } = view;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    deviceScaleFactor: scale,
  });
  await page.goto(`${origin}${view.path}`);
  await view.before?.(page);
  const png = smallPng(await page.screenshot(await clipOf(page, view)));
  await page.close();
  writeFileSync(`${folder}${view.name}.png`, png);
  console.log(`${view.name}.png  ${String(Math.round(png.length / 1024))} kB`);
}

async function clipOf(page: Page, { only }: View): Promise<PageScreenshotOptions> {
  if (only === undefined) return {};
  const box = await page.locator(only.part).first().boundingBox();
  if (box === null) throw new Error(`${page.url()} shows no ${only.part}`);
  return { clip: { ...box, height: Math.min(box.height, only.height) }, fullPage: true };
}

const RECORD = 'article.app';
const scrolledTo = (place: 0 | -1) => (page: Page) =>
  page.evaluate(
    `[...document.querySelectorAll('${RECORD}')].at(${String(place)}).scrollIntoView()`,
  );

/** A company that has played up to a moment, photographed and closed. */
async function atMoment(
  browser: Browser,
  play: (company: Company) => Promise<unknown>,
  views: readonly View[],
): Promise<void> {
  const place = newFolder();
  const database = await startEmbedded({ dataDir: place.path, durable: false });
  const log = createLog({ logLevel: 'silent', logFormat: 'text' }, process.stderr);
  const company = await openCompany({
    databaseUrl: database.url,
    log,
    start: '2026-11-19T10:00:00+01:00',
    pages: demoPages,
    durable: false,
  });
  try {
    await play(company);
    for (const view of views) await photograph(browser, company.sandbox.url, view);
  } finally {
    await company.close();
    await database.stop();
    place.remove();
  }
}

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
try {
  const issues = `/${operations}/issues`;
  await atMoment(browser, (company) => certificateAtHold(company, tell), [
    { name: 'record-hold', path: `${issues}/1`, only: { part: RECORD, height: 800 }, scale: 2 },
    { name: 'issue', path: `${issues}/1` },
    { name: 'dark', path: `${issues}/1`, dark: true, before: scrolledTo(0) },
    { name: 'phone', path: `${issues}/1`, width: 390, height: 780, before: scrolledTo(0) },
    { name: 'form', path: `${issues}/new/change.yml?example=0` },
    { name: 'people', path: issues, height: 480, before: (page) => page.click('.person summary') },
  ]);
  await atMoment(
    browser,
    async (company) => {
      await playCertificate(company, tell);
      await openRelease(company, tell);
    },
    [
      { name: 'evidence', path: `${issues}/1`, height: 900, before: scrolledTo(-1) },
      { name: 'pull-request', path: `/${operations}/pull/3` },
    ],
  );
} finally {
  await browser.close();
}
