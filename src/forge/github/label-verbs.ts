/**
 * The repository's label registry. Names compare without case on GitHub; a label that is already there is
 * what was asked for, even when somebody else made it in another colour.
 */
import { ForgeFault } from '../fault.ts';
import type { Forge } from '../port.ts';
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

export function labelVerbs({ api }: Site): Pick<Forge, 'observeLabels' | 'createLabel'> {
  return {
    observeLabels: (repo) =>
      api.readAll('GET /repos/{owner}/{repo}/labels', named(repo), (data) =>
        parseList(data, 'labels').map((value) => {
          const label = parseRecord(value, 'label');
          return {
            name: textAt(label, 'name'),
            color: textAt(label, 'color'),
            description: textOrNullAt(label, 'description') ?? '',
          };
        }),
      ),
    createLabel: async (repo, label) => {
      try {
        await api.write(
          { kind: 'repeatable' },
          { route: 'POST /repos/{owner}/{repo}/labels', params: { ...named(repo), ...label } },
          () => undefined,
        );
      } catch (error) {
        if (!isAlreadyThere(error)) throw error;
      }
    },
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
