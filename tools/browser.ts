/*
 * Debian's Chromium under playwright-core, for the one browser test and the pictures of the documentation. Nothing
 * is downloaded: the browser comes from the system's packages, and a machine without it is told what to install.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where the browser is, or null. */
export function findBrowser(): string | null {
  return PLACES.find((path) => existsSync(path)) ?? null;
}

export const NO_BROWSER = `No Chromium in ${PLACES.join(', ')}. Install it: apt-get install -y chromium`;

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error(NO_BROWSER);
  const quiet = ['background-networking', 'component-update', 'sync'].map(
    (each) => `--disable-${each}`,
  );
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet],
  });
}
