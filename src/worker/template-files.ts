/**
 * Template files as a forge shows them: where they stand, and what they say. One that cannot be used is there with its
 * problems, never left out.
 */
import type { RepoRef } from '../core/intent/notice.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import type { FolderFile } from '../forge/port.ts';
import type { PolicyFile } from '../policy/file-shape.ts';
import { readTemplate } from '../policy/read-template.ts';
import type { TemplateReading } from '../policy/read-template.ts';

export function readTemplateFile(repo: RepoRef, { path, seen }: FolderFile): TemplateReading {
  const file = `${repo.name}:${path}`;
  if (seen !== 'too_large') return remembered({ file, ...seen });
  const problem: PolicyProblem = {
    ...{ file, line: null, column: null, code: 'too_large' },
    expected: 'a template of at most 64 KB',
    found: 'a file that the forge does not even show',
    remedy: 'keep only the template in this file',
  };
  return { template: null, problems: [problem] };
}

const READ = new Map<string, TemplateReading>();
const REMEMBERED = 200;

/** A blob never becomes another text: the same file is read once, however often it is looked at. */
function remembered(source: PolicyFile): TemplateReading {
  const key = `${source.file} ${source.blob}`;
  const known = READ.get(key);
  if (known !== undefined) return known;
  const reading = readTemplate(source);
  if (READ.size >= REMEMBERED) READ.clear();
  READ.set(key, reading);
  return reading;
}
