/* Writes what generated-docs.ts makes: npm run docs */
import { readFileSync, writeFileSync } from 'node:fs';
import { commandsPage, withSettings } from './generated-docs.ts';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);
writeFileSync(at('README.md'), withSettings(readFileSync(at('README.md'), 'utf8')));
writeFileSync(at('docs/commands.md'), commandsPage());
