/*
 * Labels over REST: the registry of a repository, and the labels on an issue.
 */
import type { Label } from '../state/repositories.ts';
import { findLabel } from '../acts/find.ts';
import type { LabelInput } from '../acts/labels.ts';
import {
  addLabels,
  createLabel,
  deleteLabel,
  editLabel,
  removeLabel,
  setLabels,
} from '../acts/labels.ts';
import { invalid } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import {
  author,
  created,
  issue,
  noContent,
  nullableText,
  ok,
  optionalText,
  param,
  repository,
  requiredText,
  textList,
} from '../http/call.ts';
import { listed } from '../http/page.ts';
import { issueLabelsJson } from '../json/conversations.ts';
import { labelJson } from '../json/repositories.ts';

const about = { resource: 'Label' };

function label(call: Call): Label {
  return findLabel(call.world, repository(call), param(call, 'name'));
}

function readLook(call: Call): Pick<LabelInput, 'color' | 'description'> {
  const color = optionalText(call, 'color', about)?.replace(/^#/, '');
  const description = nullableText(call, 'description', about);
  return {
    ...(color === undefined ? {} : { color }),
    ...(description === undefined ? {} : { description }),
  };
}

function edit(call: Call): Reply {
  const name = optionalText(call, 'new_name', about) ?? optionalText(call, 'name', about);
  return ok(
    labelJson(
      call.world,
      editLabel(author(call), label(call), {
        ...(name === undefined ? {} : { name }),
        ...readLook(call),
      }),
    ),
  );
}

function names(call: Call): readonly string[] {
  const given = textList(call.body['labels'], { ...about, field: 'labels' });
  if (given === undefined) throw invalid({ ...about, field: 'labels', code: 'missing_field' });
  return given;
}

function remove(call: Call): Reply {
  deleteLabel(author(call), label(call));
  return noContent;
}

function clear(call: Call): Reply {
  setLabels(author(call), issue(call), []);
  return noContent;
}

const registry = '/repos/{owner}/{repo}/labels';
const onIssue = '/repos/{owner}/{repo}/issues/{issue_number}/labels';

export const labelRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: registry,
    handle: (call) =>
      listed(call, call.world.labels.of(repository(call).id), (row) => labelJson(call.world, row)),
  },
  {
    method: 'POST',
    pattern: registry,
    handle: (call) =>
      created(
        labelJson(
          call.world,
          createLabel(author(call), repository(call), {
            name: requiredText(call, 'name', about),
            ...readLook(call),
          }),
        ),
      ),
  },
  {
    method: 'GET',
    pattern: `${registry}/{name}`,
    handle: (call) => ok(labelJson(call.world, label(call))),
  },
  { method: 'PATCH', pattern: `${registry}/{name}`, handle: edit },
  {
    method: 'DELETE',
    pattern: `${registry}/{name}`,
    handle: remove,
  },
  {
    method: 'GET',
    pattern: onIssue,
    handle: (call) => listed(call, issueLabelsJson(call.world, issue(call)), (row) => row),
  },
  {
    method: 'POST',
    pattern: onIssue,
    handle: (call) => ok([...addLabels(author(call), issue(call), names(call))]),
  },
  {
    method: 'PUT',
    pattern: onIssue,
    handle: (call) => ok([...setLabels(author(call), issue(call), names(call))]),
  },
  {
    method: 'DELETE',
    pattern: onIssue,
    handle: clear,
  },
  {
    method: 'DELETE',
    pattern: `${onIssue}/{name}`,
    handle: (call) => ok([...removeLabel(author(call), issue(call), param(call, 'name'))]),
  },
];
