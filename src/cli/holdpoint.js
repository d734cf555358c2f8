#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/**
 * `holdpoint` where it was installed as a package: Node strips the types of a checkout by itself, but of nothing that lies
 * in `node_modules`; so they are stripped here, of our own files alone, and then the command line begins.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const ours = new URL('..', import.meta.url).href;

registerHooks({
  load: (url, context, next) => {
    if (!url.startsWith(ours) || !url.endsWith('.ts')) return next(url, context);
    const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
    return { format: 'module', source, shortCircuit: true };
  },
});

await import('./main.ts');
