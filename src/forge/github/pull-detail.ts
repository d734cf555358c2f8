/**
 * What rules ask of a pull request beside its reviews and checks: its text, labels, files, commits, and who owns what.
 * Made of the parts that were read for one head, and of nothing else.
 */
import type { PullCommit, PullDetail, PullFile } from '../../core/change/facts.ts';
import { contributorsOf } from './contributors.ts';
import type { PullParts } from './pull-parts.ts';
import { labelName, pullSeen } from './seen.ts';
import {
  fieldOf,
  idAt,
  listAt,
  numberAt,
  parseRecord,
  plainText,
  recordAt,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';

export function detailOf({ pull, commits, files, owners }: PullParts): PullDetail {
  const { title, body } = pullSeen(pull);
  const labels = fieldOf(pull, 'labels');
  return {
    title,
    body,
    draft: fieldOf(pull, 'draft') === true,
    sourceBranch: plainText(textOrNullAt(recordAt(pull, 'head'), 'ref') ?? ''),
    fork: isFork(pull),
    labels: Array.isArray(labels) ? labels.map(labelName) : [],
    files: files === null ? null : files.map(fileSeen),
    commits: commits === null ? null : commits.map(commitSeen),
    ...(owners === undefined ? {} : { owners }),
  };
}

/** A fork that was deleted is still none of the repository's own branches. */
function isFork(pull: Json): boolean {
  const side = (name: string): Json | null => recordOrNullAt(recordAt(pull, name), 'repo');
  const [from, into] = [side('head'), side('base')];
  if (from !== null && into !== null) return idAt(from, 'id') !== idAt(into, 'id');
  return fieldOf(recordAt(pull, 'head'), 'repo') === null;
}

function fileSeen(file: Json): PullFile {
  const before = textOrNullAt(file, 'previous_filename');
  // Only the list at its own address says which text exactly a file holds.
  const blob = textOrNullAt(file, 'sha');
  return {
    path: plainText(textAt(file, 'filename')),
    previous: before === null ? null : plainText(before),
    added: numberAt(file, 'additions'),
    deleted: numberAt(file, 'deletions'),
    ...(blob === null ? {} : { blob }),
  };
}

function commitSeen(entry: Json): PullCommit {
  const commit = recordAt(entry, 'commit');
  const tree = recordOrNullAt(commit, 'tree');
  const verified = recordOrNullAt(commit, 'verification');
  const parents = fieldOf(entry, 'parents');
  return {
    sha: textAt(entry, 'sha'),
    tree: tree === null ? null : textAt(tree, 'sha'),
    parents: (Array.isArray(parents) ? listAt(entry, 'parents') : []).map((parent) =>
      textAt(parseRecord(parent, 'parent'), 'sha'),
    ),
    signed: verified !== null && fieldOf(verified, 'verified') === true,
    by: contributorsOf([entry]),
  };
}
