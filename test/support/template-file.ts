/** The file of a template that passes the rules that ship with the app, as somebody would write it. */
import { CERTIFICATE } from './templates.ts';

export const TEMPLATE_FILE = '.github/holdpoint/templates/certificate.yml';

const ANSWERS: Readonly<Record<string, string>> = {
  ...CERTIFICATE.answers,
  timezone: 'UTC',
  second_person: '@tomas-sre',
  rollback_time: '30 min',
};

const VARIABLES = `variables:
  - id: host
    label: Which host?
    required: true
    pattern: gw-*
    example: gw-1
  - id: reason
    label: Which reason?
    required: false
    example: the old one ends
  - id: window
    label: Which window?
    required: false
    example: 2026-11-24 22:00 to 2026-11-25 01:00
`;

export type FileOf = {
  readonly version?: number;
  readonly expires?: string;
  readonly answers?: Readonly<Record<string, string>>;
};

export function templateFile({ version = 1, expires, answers = {} }: FileOf = {}): string {
  const given = Object.entries({ ...ANSWERS, ...answers }).filter(
    ([id]) => id !== 'category' && id !== 'attest',
  );
  const lines = given.map(([id, text]) => `  ${id}: ${JSON.stringify(text)}\n`);
  const until = expires === undefined ? '' : `expires: "${expires}"\n`;
  return (
    `template: 1\nid: certificate\nversion: ${String(version)}\ntitle: Rotate a certificate\n` +
    `category: standard\n${until}${VARIABLES}answers:\n${lines.join('')}`
  );
}

/** The issue that its form makes. */
export function answered(
  values: { readonly host: string; readonly window?: string; readonly reason?: string },
  version = 1,
): string {
  const { host, reason = '_No response_', window = '_No response_' } = values;
  return (
    `### Template\n\ncertificate@${String(version)}\n\n### Which host?\n\n${host}\n\n` +
    `### Which reason?\n\n${reason}\n\n### Which window?\n\n${window}\n`
  );
}
