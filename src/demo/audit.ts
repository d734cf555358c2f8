/**
 * `holdpoint audit verify`, as anybody would run it: another process, which knows nothing but where the data is.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Verified = { readonly intact: boolean; readonly text: string };

export function verifyAudit(dataDir: string): Promise<Verified> {
  const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
  return new Promise((resolve) => {
    // An environment of its own: whatever database the visitor's shell names, the demo's is asked.
    const env = { DATA_DIR: dataDir };
    execFile(process.execPath, [main, 'audit', 'verify'], { env }, (error, stdout, stderr) => {
      resolve({ intact: error === null, text: `${stdout}${stderr}`.trimEnd() });
    });
  });
}
