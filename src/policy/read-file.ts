/**
 * One policy file by itself: YAML, then the schema. What it means beside other files is asked in read-policy.ts.
 */
import schema from '../../schemas/policy.schema.json' with { type: 'json' };
import type { PolicyProblem } from '../core/policy/policy.ts';
import type { FileData, PolicyFile } from './file-shape.ts';
import type { Places } from './places.ts';
import { readYaml } from './read-yaml.ts';
import { shapeOf } from './schema-problems.ts';

const checkShape = shapeOf<FileData>(schema);

export type FileReading = {
  readonly file: PolicyFile;
  readonly places: Places;
  /** Null when there are problems that leave nothing to go on with. */
  readonly data: FileData | null;
  readonly problems: readonly PolicyProblem[];
};

export function readFile(file: PolicyFile): FileReading {
  const { value, places, problems } = readYaml(file);
  if (value === undefined) return { file, places, data: null, problems };
  const shape = checkShape(value, places);
  if ('data' in shape) return { file, places, data: shape.data, problems };
  const found = shape.problems.map((problem) => ({ file: file.file, ...problem }));
  return { file, places, data: null, problems: [...problems, ...found] };
}
