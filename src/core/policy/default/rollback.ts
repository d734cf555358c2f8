/**
 * How each kind of change is taken back, within which time, and when to decide for it.
 *
 * What must stay true: the time is what a plan may promise at most; the rules of a kind take it from here, so that page
 * and enforcement are one number.
 */
import type { RollbackMethod } from '../rule.ts';

export const ROLLBACK_METHODS: readonly RollbackMethod[] = [
  {
    id: 'sdk_yank',
    title: 'Package or SDK',
    method: 'yank the version from the registry, and publish the one before it under a new number',
    withinMinutes: 60,
    kinds: ['sdk_code', 'package_release'],
  },
  {
    id: 'docker_retag',
    title: 'Docker image',
    method: 'point the tag back at the digest before, and deploy it again',
    withinMinutes: 30,
    kinds: ['docker_image', 'image_release'],
  },
  {
    id: 'application_revert',
    title: 'Application',
    method: 'revert the commit and deploy again',
    withinMinutes: 60,
    kinds: ['application'],
  },
  {
    id: 'infrastructure_config',
    title: 'Infrastructure and its configuration',
    method: 'apply the configuration before from version control',
    withinMinutes: 60,
    kinds: ['infrastructure', 'web_server', 'configuration_management'],
  },
  {
    id: 'database_migration',
    title: 'Database migration',
    method:
      'run the rehearsed rollback script; where data is lost, restore the backup taken right before',
    withinMinutes: 120,
    kinds: ['database_schema'],
  },
  {
    id: 'postgresql_config',
    title: 'PostgreSQL configuration',
    method:
      'put the configuration file before back, then reload, or restart where the parameter asks for it',
    withinMinutes: 30,
    kinds: ['postgresql_config'],
  },
  {
    id: 'firewall',
    title: 'Firewall',
    method: 'load the rule set saved before the change',
    withinMinutes: 15,
    kinds: ['firewall'],
  },
];

export const ROLLBACK_CRITERIA: readonly string[] = [
  'a service is down or worse than before, and the cause is not found and mended within minutes',
  'something behaves in a way that nobody planned and nobody can explain',
  'the change has opened a vulnerability',
  'data is wrong, lost, or no longer agrees with itself',
];

/** The longest rollback that a plan of this kind may promise; null: the kind has no method of its own. */
export function longestRollback(kind: string): number | null {
  return ROLLBACK_METHODS.find(({ kinds }) => kinds.includes(kind))?.withinMinutes ?? null;
}
