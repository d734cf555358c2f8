/**
 * The checks of the CI that the shipped policy knows: where each applies, and from which finding on it fails.
 *
 * What must stay true: as shipped, none of them must exist: a team without a container scan can still merge. One that
 * reports must pass. A team that wants one to be there sets `must_report`.
 */
import type { CheckPlace, CheckRule } from '../rule.ts';

const EVERY_PLACE: readonly CheckPlace[] = ['pull_request', 'default_branch', 'tag'];
const CODE: readonly CheckPlace[] = ['pull_request', 'default_branch'];

type Row = Pick<CheckRule, 'id' | 'title' | 'names' | 'threshold' | 'places'>;

const ROWS: readonly Row[] = [
  {
    id: 'lint',
    title: 'Lint',
    names: ['*lint*', '*format*'],
    threshold: 'any error',
    places: CODE,
  },
  {
    id: 'type_check',
    title: 'Type check',
    names: ['*type*check*', '*typing*', 'mypy*', 'tsc*'],
    threshold: 'any error',
    places: CODE,
  },
  {
    id: 'unit_tests',
    title: 'Unit tests',
    names: ['*unit*', 'test', 'tests', 'test (*', 'tests (*'],
    threshold: 'any failing test',
    places: EVERY_PLACE,
  },
  {
    id: 'integration_tests',
    title: 'Integration tests',
    names: ['*integration*', '*end-to-end*', '*e2e*'],
    threshold: 'any failing test',
    places: EVERY_PLACE,
  },
  {
    id: 'static_analysis',
    title: 'Static security analysis',
    names: ['*codeql*', '*semgrep*', '*bandit*', '*sast*', '*static*analysis*'],
    threshold: 'a finding of medium severity and above',
    places: CODE,
  },
  {
    id: 'dependency_audit',
    title: 'Dependency audit',
    names: ['*dependency*', '*audit*', '*osv*'],
    threshold: 'a dependency with a known CVE',
    places: EVERY_PLACE,
  },
  {
    id: 'secret_scan',
    title: 'Secret scan',
    names: ['*secret*', '*gitleaks*', '*trufflehog*', 'gitguardian*'],
    threshold: 'any finding',
    places: CODE,
  },
  {
    id: 'container_scan',
    title: 'Container scan',
    names: ['*container*scan*', '*image*scan*', 'trivy image*', 'grype*'],
    threshold: 'a finding of critical or high severity',
    places: ['default_branch'],
  },
];

export const CHECKS: readonly CheckRule[] = ROWS.map((row) => ({
  ...row,
  from: [],
  mustReport: false,
}));
