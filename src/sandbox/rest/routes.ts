/*
 * Every REST route of the sandbox, one table per resource. What is not here is 404.
 */
import type { Route } from '../http/call.ts';
import { appRoutes } from './apps.ts';
import { commentRoutes } from './comments.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { repositoryRoutes } from './repositories.ts';

export const restRoutes: readonly Route[] = [
  ...appRoutes,
  ...repositoryRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...labelRoutes,
];
