/**
 * The repository's label registry. Names compare without case on GitHub; a label that is already there is
 * what was asked for, even when somebody else made it in another colour.
 */
import { ForgeFault } from '../fault.ts';
import type { Forge } from '../port.ts';
import { isNoSuchAddress, orWithout } from './lacks.ts';
import {
  fieldOf,
  isRecord,
  parseList,
  parseRecord,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

export function labelVerbs({ api, lacks }: Site): Pick<Forge, 'observeLabels' | 'createLabel'> {
  return {
    observeLabels: (repo) =>
      orWithout(
        () =>
          api.readAll('GET /repos/{owner}/{repo}/labels', named(repo), (data) =>
            parseList(data, 'labels').map(labelSeen),
          ),
        { lacks, what: 'GET /repos/{owner}/{repo}/labels', otherwise: [] },
      ),
    createLabel: async (repo, label) => {
      try {
        await api.write(
          { kind: 'repeatable' },
          { route: 'POST /repos/{owner}/{repo}/labels', params: { ...named(repo), ...label } },
          () => undefined,
        );
      } catch (error) {
        if (isAlreadyThere(error)) return;
        if (!isNoSuchAddress(error)) throw error;
        // Naming it on an issue makes it as well.
        lacks('POST /repos/{owner}/{repo}/labels');
      }
    },
  };
}

type LabelSeen = Awaited<ReturnType<Forge['observeLabels']>>[number];

function labelSeen(value: unknown): LabelSeen {
  const label = parseRecord(value, 'label');
  return {
    name: textAt(label, 'name'),
    color: textOrNullAt(label, 'color') ?? '',
    description: textOrNullAt(label, 'description') ?? '',
  };
}

function isAlreadyThere(error: unknown): boolean {
  if (!(error instanceof ForgeFault) || error.status !== 422 || !isRecord(error.cause))
    return false;
  const response = recordOrNullAt(error.cause, 'response');
  const data = response === null ? null : recordOrNullAt(response, 'data');
  const errors: unknown = data === null ? null : fieldOf(data, 'errors');
  return (
    Array.isArray(errors) && errors.some((each) => isRecord(each) && each.code === 'already_exists')
  );
}
