/**
 * The file to begin with: it says nothing that is not built in, and shows everything that is, as comments. The words
 * come from the schema, the values from the built-in policy.
 *
 * What must stay true: as it is, and with every commented line taken in, it can be used and changes nothing.
 */
import { COLLECTION_STYLE, DUMP_SCHEMA, jsToAst, present, visit } from 'js-yaml';
import type { Node } from 'js-yaml';
import schema from '../../schemas/policy.schema.json' with { type: 'json' };
import { DEFAULT_POLICY } from '../core/policy/default-policy.ts';
import { printPolicy } from './print-policy.ts';

const HEAD = `# yaml-language-server: $schema=${schema.$id}
##
## The change policy of this repository: .github/holdpoint.yml on its default branch. It is laid over the file of the
## organisation (the same path in its repository ".github") and over what is built into Holdpoint. Lines with one # show
## what is built in: take the # away and change what you want to be different. A category keeps what is not said; a
## rule, kind, check, section or approval is replaced as a whole, and null takes it out.
##
## "holdpoint policy validate" looks at it, "holdpoint policy render --file" prints it as a page.

policy: 1
`;

/** Said, because a file that does not say it lets standard pull requests be their own changes. */
const SAID = 'own_pull_requests';

const WIDTH = 110;
const SIDE_BY_SIDE = 70;

export function startFile(): string {
  const words = new Map(
    Object.entries(schema.properties).map(([key, { description }]) => [key, description]),
  );
  const parts = Object.entries(printPolicy(DEFAULT_POLICY)).filter(([key]) => key !== 'policy');
  const texts = parts.map(([key, value]) => {
    const lines = print({ [key]: value })
      .trimEnd()
      .split('\n');
    const shown = key === SAID ? lines : lines.map((line) => `#${line}`);
    return [`## ${words.get(key) ?? key}`, ...shown].join('\n');
  });
  const known = new Set(parts.map(([key]) => key));
  const unsaid = [...words]
    .filter(([key]) => !known.has(key) && key !== 'policy' && key !== 'extends')
    .map(([key, text]) => `## ${text}\n## ${key}: nothing is built in`);
  return `${[HEAD, ...texts, ...unsaid].join('\n\n').replace('policy: 1\n\n\n', 'policy: 1\n\n')}\n`;
}

/** Short words stand side by side, everything else below each other. */
function print(data: object): string {
  const documents = jsToAst(data, DUMP_SCHEMA, { noRefs: true });
  visit(documents, (node) => {
    if (node.kind === 'sequence' && isShort(node.items)) node.style = COLLECTION_STYLE.FLOW;
  });
  return present(documents, { schema: DUMP_SCHEMA, lineWidth: WIDTH });
}

function isShort(items: readonly Node[]): boolean {
  const words = items.map((item) => (item.kind === 'scalar' ? item.value : null));
  if (words.includes(null)) return false;
  return words.join(', ').length <= SIDE_BY_SIDE;
}
