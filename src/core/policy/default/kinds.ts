/**
 * The kinds of change that the shipped rules know. A person names them in the form; where the changed files leave no
 * doubt, they are recognised even if nobody names them.
 *
 * What must stay true: only files that could hardly be anything else are recognised here, because a kind may ask for a
 * lead. `scope` is an option of the form; a test holds the newest form to this table.
 */
import type { Predicate } from '../predicate.ts';
import type { KindRule } from '../rule.ts';

export const KINDS: readonly KindRule[] = [
  {
    id: 'application',
    title: 'Code of an application or service',
    scope: 'Application code',
    recognisedBy: null,
  },
  {
    id: 'sdk_code',
    title: 'Code of a package or SDK that others install',
    scope: 'SDK code',
    recognisedBy: null,
  },
  {
    id: 'docker_image',
    title: 'Docker image',
    scope: 'Docker image',
    recognisedBy: paths([
      '**/Dockerfile',
      '**/Dockerfile.*',
      '**/*.Dockerfile',
      '**/Containerfile',
    ]),
  },
  {
    id: 'infrastructure',
    title: 'Infrastructure',
    scope: 'Infrastructure',
    recognisedBy: paths([
      '**/*.tf',
      '**/*.tfvars',
      '**/*.tofu',
      '**/Pulumi.yaml',
      '**/helmfile.yaml',
    ]),
  },
  {
    id: 'ci_pipeline',
    title: 'CI/CD pipeline',
    scope: 'CI/CD pipeline',
    recognisedBy: paths([
      '.github/workflows/**',
      '.github/actions/**',
      '.forgejo/workflows/**',
      '.gitlab-ci.yml',
      'Jenkinsfile',
    ]),
  },
  {
    id: 'documentation',
    title: 'Documentation only',
    scope: 'Documentation',
    recognisedBy: {
      kind: 'only_paths',
      globs: ['docs/**', '**/*.md', '**/*.rst', '**/*.adoc'],
    },
  },
  {
    id: 'dependency_add',
    title: 'Dependency: a new one',
    scope: 'New dependency',
    recognisedBy: null,
  },
  {
    id: 'dependency_update',
    title: 'Dependency: another version',
    scope: 'Dependency update',
    recognisedBy: paths([
      '**/package-lock.json',
      '**/pnpm-lock.yaml',
      '**/yarn.lock',
      '**/poetry.lock',
      '**/uv.lock',
      '**/Cargo.lock',
      '**/go.sum',
      '**/Gemfile.lock',
      '**/composer.lock',
    ]),
  },
  {
    id: 'dependency_removal',
    title: 'Dependency: one less',
    scope: 'Dependency removal',
    recognisedBy: null,
  },
  {
    id: 'database_schema',
    title: 'Database schema',
    scope: 'Database schema',
    recognisedBy: paths([
      '**/migrations/**',
      '**/db/migrate/**',
      '**/alembic/versions/**',
      '**/schema.sql',
      '**/schema.prisma',
    ]),
  },
  {
    id: 'postgresql_config',
    title: 'PostgreSQL configuration',
    scope: 'PostgreSQL configuration',
    recognisedBy: paths([
      '**/postgresql.conf',
      '**/postgresql.auto.conf',
      '**/pg_hba.conf',
      '**/pg_ident.conf',
    ]),
  },
  {
    id: 'web_server',
    title: 'Web server (nginx)',
    scope: 'Web server',
    recognisedBy: paths(['**/nginx.conf', '**/nginx/**/*.conf', '**/*.nginx.conf']),
  },
  {
    id: 'configuration_management',
    title: 'Configuration management (Ansible)',
    scope: 'Configuration management',
    recognisedBy: paths([
      '**/ansible.cfg',
      '**/playbooks/**',
      '**/group_vars/**',
      '**/host_vars/**',
      '**/roles/*/tasks/**',
    ]),
  },
  {
    id: 'firewall',
    title: 'Firewall',
    scope: 'Firewall',
    recognisedBy: paths([
      '**/nftables.conf',
      '**/*.nft',
      '**/iptables/rules.v4',
      '**/iptables/rules.v6',
    ]),
  },
  { id: 'single_sign_on', title: 'Single sign-on', scope: 'Single sign-on', recognisedBy: null },
  {
    id: 'security_control',
    title: 'Another security control',
    scope: 'Security control',
    recognisedBy: null,
  },
  {
    id: 'package_release',
    title: 'Release of a package',
    scope: 'Release of a package',
    recognisedBy: null,
  },
  {
    id: 'image_release',
    title: 'Release of an image',
    scope: 'Release of an image',
    recognisedBy: null,
  },
];

function paths(globs: readonly string[]): Predicate {
  return { kind: 'paths', globs };
}
