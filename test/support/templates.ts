/**
 * A template to test with: the rotation of a certificate, in which the host, the ticket and the window differ each time.
 */
import { printForm } from '../../src/core/plan/print-plan.ts';
import { formOf } from '../../src/core/template/form-of.ts';
import type { Template, TemplateVariable } from '../../src/core/template/template.ts';
import { COMPLETE } from '../core/plan/change-body.ts';

export function variable(id: string, over: Partial<TemplateVariable> = {}): TemplateVariable {
  return {
    id,
    label: `Which ${id}?`,
    help: '',
    required: true,
    options: [],
    pattern: null,
    maxLength: 120,
    example: null,
    ...over,
  };
}

export const CERTIFICATE: Template = {
  id: 'certificate',
  version: 3,
  title: 'Rotate a certificate',
  description: 'On one gateway',
  category: 'standard',
  owner: null,
  expires: null,
  variables: [
    variable('host', { example: 'gw-1' }),
    variable('reason', { required: false }),
    variable('window', { required: false }),
  ],
  answers: {
    ...COMPLETE,
    what: 'Replace the certificate on {{host}}.',
    why: 'It ends soon: {{reason}}.',
    assets: 'edge/{{host}}',
    steps_before: '1. Note the serial of {{host}}',
    steps_execute:
      '1. Switch {{host}}\n   - expect: reload of {{host}} returns\n   - rollback: switch {{host}} back\n' +
      '2. [hold] Look from outside\n   - expect: new serial\n   - rollback: switch {{host}} back',
    steps_verify: '1. Ask {{host}} for its certificate\n   - expect: new serial',
    window: '{{window}}',
    risk_level: 'Low',
    priority: 'Low',
    category: 'Standard',
  },
  file: 'acme/platform:.github/holdpoint/templates/certificate.yml',
  blob: 'b'.repeat(40),
};

/** What the forge makes of the template's form when it is answered so. */
export function templateBody(
  values: Readonly<Record<string, string>>,
  template: Template = CERTIFICATE,
): string {
  const form = formOf(template);
  return printForm(form, ({ id, value }) =>
    id === 'template' ? (value ?? '') : (values[id] ?? ''),
  );
}
