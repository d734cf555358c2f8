/*
 * The parts of the documentation that are made from the code: the table of settings in the README and the page of
 * commands. tools/write-docs.ts writes them; test/repo/docs.test.ts fails when they are not what would be written.
 */
import { SETTINGS, type Setting } from '../src/settings.ts';
import { VERBS } from '../src/core/intent/verbs.ts';
import type { Verb } from '../src/core/intent/verb.ts';
import { DEFAULT_POLICY } from '../src/core/policy/default-policy.ts';
import type { Role } from '../src/core/policy/holders.ts';

const BEGIN = '<!-- settings:begin -->';
const END = '<!-- settings:end -->';

/** The README with the table of today between its markers. */
export function withSettings(readme: string): string {
  const [before, rest] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (before < 0 || rest < before) throw new Error(`README.md: expected ${BEGIN} before ${END}`);
  return `${readme.slice(0, before + BEGIN.length)}\n${settingsTable()}\n${readme.slice(rest)}`;
}

function settingsTable(): string {
  const rows = SETTINGS.map((setting) => [
    `\`${setting.variable}\``,
    needOf(setting),
    cell(setting.meaning),
  ]);
  return table(['variable', 'default', 'meaning'], rows);
}

function needOf({ required, default: value }: Setting): string {
  if (required === true) return '**needed**';
  if (required === 'one of') return '**one of the two**';
  return value === null ? '' : `\`${value}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.join(' | ')} |`.replaceAll('  ', ' ');
  return ['', line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''].join('\n');
}

/** A bar would end the cell, an angle bracket begin a tag, though not in a code span. */
function cell(text: string): string {
  const parts = text.replaceAll('|', '\\|').split('`');
  return parts
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('`');
}

export function commandsPage(): string {
  const rows = VERBS.map((verb) => [
    // A bar ends a cell even inside a code span.
    `\`${verb.usage.replaceAll('|', '\\|')}\``,
    cell(verb.sentence),
    whoMay(verb),
  ]);
  const examples = VERBS.filter(({ usage, example }) => usage !== example).map(
    ({ example }) => example,
  );
  return `# Commands

<!-- Made from the code by tools/write-docs.ts; edit src/core/intent/verbs.ts or the policy, not this page. -->

A command stands on a line of its own, in a **new** comment by a person, on the change issue or on a pull request that
is linked to it. Quoted text, code, edited comments and bots never count. What follows on the lines below belongs to
the command when its last part is free text. \`<…>\` is needed, \`[…]\` may be left out.

The answer is one reaction: 👍 done, 😕 refused. A refusal also gets one reply with its code, the reason, what to do next
and who can do it. \`/chg help\` prints the commands with the policy that holds in the repository; a verb that does not
exist is answered with the nearest one.

Everybody who can read the change may ask \`/chg status\`, \`/chg evidence\` and \`/chg help\`. Each person gets one answer to
each until the change moves on; who asks the same again gets 👍 three times, and then nothing: the answer stands above.
${table(['command', 'what it does', 'who may'], rows)}
Roles come from the permission that somebody has in the repository at the moment of the act. This is the table
while a team has no policy of its own:
${rolesTable()}
The author of a change may cancel it, and ask for a shorter lead time while it is a draft, as long as they may write in
the repository. Nobody approves their own work, whatever their role.

## Without a command

- **A box** in the record comment is a step: ticking it asks for the step to be recorded. A tick out of turn is put back,
  with the reason beside the step.
- **A line** \`E3: what you saw\` in a comment is the observation of a step that was ticked.
- **A state label** moved by hand is asked for like the command, and put back when it is refused.
- **An approving review** of a linked pull request counts like \`/chg approve\`, once a person. Where the pull request
  carries several open changes it approves none: say \`/chg approve\` on each.

## Examples

\`\`\`text
${examples.join('\n')}
\`\`\`
`;
}

function whoMay({ command }: Verb): string {
  return rolesText(DEFAULT_POLICY.verbRoles[command] ?? []);
}

const ORDER: readonly Role[] = [
  'viewer',
  'auditor',
  'engineer',
  'maintainer',
  'lead',
  'incident_commander',
  'admin',
];

/** From the first engineer on, everybody above an engineer may as well: named by the lowest. */
function rolesText(roles: readonly Role[]): string {
  if (ORDER.every((role) => roles.includes(role))) return 'everybody';
  const above = ORDER.slice(ORDER.indexOf('engineer'));
  if (above.every((role) => roles.includes(role))) return 'any engineer';
  return ORDER.filter((role) => roles.includes(role))
    .map((role) => role.replaceAll('_', ' '))
    .join(', ');
}

function rolesTable(): string {
  const rows = Object.entries(DEFAULT_POLICY.rolesByPermission).map(([permission, roles]) => [
    permission,
    roles.map((role) => role.replaceAll('_', ' ')).join(', '),
  ]);
  return table(['permission in the repository', 'roles'], rows);
}
