/**
 * Steps that kinds of change have in common, to be copied into a plan. The rules of a kind demand exactly these.
 *
 * What must stay true: ids are unique over all sets, because `covers:` names one without its set; and the title of a
 * step holds one of its own words, so that a copied step covers the need even without `covers:`. Tests look.
 */
import type { StepNeed, StepSet } from '../rule.ts';

export const STEP_SETS: readonly StepSet[] = [
  {
    id: 'database_schema',
    title: 'Database schema',
    steps: [
      before(
        'schema_rehearsed',
        'Rehearse the migration on a copy of production data, or representative data',
        ['copy of production', 'production-like data', 'representative data'],
      ),
      before('schema_rollback_rehearsed', 'Rehearse the rollback script on the same copy', [
        'rollback script',
        'down migration',
        'reverse migration',
      ]),
      {
        id: 'schema_backup',
        title: 'Take a backup, and see that it is complete',
        phase: null,
        position: 'last_before_execution',
        words: ['backup', 'back up', 'snapshot'],
      },
      during('schema_migration_file', 'Run the migration file from version control', [
        'migration file',
        'migration files',
      ]),
    ],
  },
  {
    id: 'postgresql_config',
    title: 'PostgreSQL configuration',
    steps: [
      before(
        'parameter_impact',
        'Write down the impact of each parameter: memory, connections, reload or restart',
        ['parameter', 'parameters'],
      ),
    ],
  },
  {
    id: 'web_server',
    title: 'Web server (nginx)',
    steps: [
      anywhere('nginx_test', 'Test the configuration with `nginx -t` on each host', [
        'nginx -t',
        'configuration test',
      ]),
      during('staged_reload', 'Reload one host, look at it, then the next', [
        'one host',
        'first host',
        'one node',
        'first node',
        'staged reload',
      ]),
    ],
  },
  {
    id: 'configuration_management',
    title: 'Configuration management (Ansible)',
    steps: [
      before('staging_first', 'Run the playbook on staging', ['staging']),
      before('check_mode_first', 'Run it with `--check` and read what it would change', [
        '--check',
        'check mode',
        'dry run',
      ]),
    ],
  },
  {
    id: 'firewall',
    title: 'Firewall',
    steps: [
      after('connectivity', 'Verify connectivity: what may pass does, what may not is refused', [
        'connectivity',
        'refused',
        'reachable',
      ]),
    ],
  },
  {
    id: 'single_sign_on',
    title: 'Single sign-on',
    steps: [
      after('sign_in_flow', 'Test the sign-in flow from a fresh session, and sign out again', [
        'sign-in',
        'sign in',
        'signs in',
        'log in',
        'logs in',
        'login',
      ]),
    ],
  },
  {
    id: 'dependency_add',
    title: 'New dependency',
    steps: [
      before('dependency_justified', 'Justify it: what it saves, and what else was looked at', [
        'justify',
        'justified',
        'justification',
      ]),
      before(
        'dependency_evaluated',
        'Evaluate its licence, who maintains it, and its security record',
        ['licence', 'license'],
      ),
      during('dependency_pinned', 'Pin the exact version in the lock file', ['pin', 'pinned']),
      anywhere('dependency_scanned', 'Scan it and what it brings along for known flaws', [
        'scan',
        'scanned',
        'audit',
      ]),
    ],
  },
  {
    id: 'dependency_removal',
    title: 'Dependency removal',
    steps: [
      anywhere('imports_gone', 'See that all imports of it are gone', ['import', 'imports']),
      anywhere('transitive_checked', 'Check what still brings it in as a transitive dependency', [
        'transitive',
      ]),
      anywhere('removal_documented', 'Take it out of the docs', ['docs', 'documentation']),
    ],
  },
  {
    id: 'package_release',
    title: 'Release of a package',
    steps: [
      before('package_version', 'See that version, changelog and tag say the same', ['changelog']),
      before('package_checks', 'See that all checks passed on the tagged commit', [
        'tagged commit',
      ]),
      during('package_published', 'Publish the package from the tag, built by the CI', ['publish']),
      after('package_verified', 'Install the published package in an empty place and use it', [
        'published package',
      ]),
    ],
  },
  {
    id: 'image_release',
    title: 'Release of an image',
    steps: [
      before('image_scanned', 'Scan the image: nothing critical or high is left', [
        'scan',
        'scanned',
      ]),
      during('image_pushed', 'Push the image under its version, and note the digest', ['digest']),
      after('image_verified', 'Pull the published image by its digest and start it', [
        'published image',
      ]),
    ],
  },
];

/** The steps that a plan of this kind must hold. */
export function stepsFor(kind: string): readonly StepNeed[] {
  return STEP_SETS.find(({ id }) => id === kind)?.steps ?? [];
}

function before(id: string, title: string, words: readonly string[]): StepNeed {
  return { ...anywhere(id, title, words), phase: 'preflight' };
}

function during(id: string, title: string, words: readonly string[]): StepNeed {
  return { ...anywhere(id, title, words), phase: 'execution' };
}

function after(id: string, title: string, words: readonly string[]): StepNeed {
  return { ...anywhere(id, title, words), phase: 'verification' };
}

function anywhere(id: string, title: string, words: readonly string[]): StepNeed {
  return { id, title, phase: null, position: 'anywhere', words };
}
