/**
 * The ordinary form, version 2: the first one, with a question about the kind of change right before the category, so
 * that the rules for that kind are known to whoever chooses it. The questions before it are those of version 1.
 *
 * What must stay true: this version is published; see the rule in form.ts. Its options are the kinds of the shipped
 * policy; a kind that is added there needs a new version here.
 */
import { CHANGE_FORM_1 } from './change-form-1.ts';
import { field } from './form.ts';
import type { FormField, FormVersion } from './form.ts';

/** Before it the two versions are the same. */
const SHARED = CHANGE_FORM_1.fields.slice(0, -4);

const CLASS: readonly FormField[] = [
  field('dropdown', {
    id: 'priority',
    label: '32 · How urgent is it?',
    help: 'Priority: it orders lists, and rules of the policy may ask more of what is urgent.',
    options: ['Low', 'Medium', 'High', 'Critical'],
  }),
  field('dropdown', {
    id: 'risk_level',
    label: '33 · How risky is it, in your own judgement?',
    help: 'Approvers see your choice beside the suggestion computed from your answers.',
    options: ['Low', 'Medium', 'High'],
  }),
  field('multiselect', {
    id: 'kinds',
    label: '34 · What kind of change is it?',
    help: 'Choose all that fit. CHANGE_POLICY.md says what is asked of each kind, and has its steps to copy.',
    options: [
      'Application code',
      'SDK code',
      'Docker image',
      'Infrastructure',
      'CI/CD pipeline',
      'Documentation',
      'New dependency',
      'Dependency update',
      'Dependency removal',
      'Database schema',
      'PostgreSQL configuration',
      'Web server',
      'Configuration management',
      'Firewall',
      'Single sign-on',
      'Security control',
      'Release of a package',
      'Release of an image',
      'Something else',
    ],
  }),
  field('dropdown', {
    id: 'category',
    label: '35 · Category',
    help: 'Standard: from an approved template. Significant: security controls, schema, infrastructure. In an emergency use the short form instead.',
    options: ['Standard', 'Normal', 'Significant', 'Emergency'],
  }),
  field('checkboxes', {
    id: 'attest',
    label: '36 · Before you submit',
    help: 'Both are meant.',
    options: ['Somebody else could run these steps', 'I stop at each hold point'],
  }),
];

export const CHANGE_FORM: FormVersion = {
  ...CHANGE_FORM_1,
  id: 'change/2',
  fields: [...SHARED, ...CLASS],
};
