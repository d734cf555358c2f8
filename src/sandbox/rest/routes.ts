/*
 * Every REST route of the sandbox, one table per resource. What is not here is 404.
 */
import type { Route } from '../http/call.ts';
import { appRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { codeRoutes } from './code.ts';
import { commentRoutes } from './comments.ts';
import { deliveryRoutes } from './deliveries.ts';
import { graphqlRoutes } from './graphql.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { linkedIssueRoutes } from './linked-issues.ts';
import { pullRoutes } from './pulls.ts';
import { repositoryRoutes } from './repositories.ts';
import { reviewRoutes } from './reviews.ts';
import { statusRoutes } from './statuses.ts';
import { waitingDeploymentRoutes } from './waiting-deployments.ts';
import { userTokenRoutes } from './user-tokens.ts';

export const restRoutes: readonly Route[] = [
  ...appRoutes,
  ...deliveryRoutes,
  ...repositoryRoutes,
  ...issueRoutes,
  ...linkedIssueRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...checkRoutes,
  ...statusRoutes,
  ...waitingDeploymentRoutes,
  ...userTokenRoutes,
  ...codeRoutes,
  ...graphqlRoutes,
];
