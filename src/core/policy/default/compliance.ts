/**
 * Which control of which standard is served by which part of the policy, for auditors. The standards are paraphrased
 * elsewhere; here stand only their numbers.
 *
 * What must stay true: every name on the right is a rule, gate, check, duty or category that exists; a test looks.
 */
import type { Compliance } from '../policy.ts';

export const COMPLIANCE: readonly Compliance[] = [
  {
    control: 'SOC 2 CC8.1',
    servedBy: ['plan_readable', 'answers_complete', 'approvals', 'pull_checks', 'emergency'],
  },
  { control: 'SOC 2 CC6.1', servedBy: ['approvals', 'authorisation'] },
  { control: 'SOC 2 CC7.1', servedBy: ['pull_head', 'approvals'] },
  { control: 'SOC 2 CC7.2', servedBy: ['observations', 'required_steps'] },
  { control: 'SOC 2 CC3.4', servedBy: ['category_floor', 'security_control'] },
  {
    control: 'ISO 27001:2022 A.8.32',
    servedBy: ['answers_complete', 'approvals', 'required_steps', 'posthoc', 'emergency'],
  },
  { control: 'ISO 27001:2022 A.5.3', servedBy: ['approvals', 'holds'] },
  { control: 'PCI DSS 4.0.1 6.5.1', servedBy: ['answers_complete', 'approvals', 'unit_tests'] },
  { control: 'PCI DSS 4.0.1 6.5.2', servedBy: ['significant', 'category_floor'] },
  { control: 'PCI DSS 4.0.1 1.2.2', servedBy: ['firewall'] },
  { control: 'NIST 800-53 r5 CM-3', servedBy: ['category_floor', 'approvals', 'record_whole'] },
  { control: 'NIST 800-53 r5 CM-4', servedBy: ['answers_complete', 'security_control'] },
  { control: 'NIST 800-53 r5 CM-5', servedBy: ['approvals', 'authorisation'] },
  { control: 'SOX ITGC', servedBy: ['approvals', 'pull_reviews', 'posthoc'] },
  { control: 'NIS2 2024/2690 Annex 6.4', servedBy: ['emergency', 'posthoc', 'applied'] },
  { control: 'EU DORA RTS 2024/1774 Art. 17', servedBy: ['approvals', 'holds', 'posthoc'] },
];
