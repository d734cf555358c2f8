/**
 * The categories from the lightest to the heaviest. An emergency is not below any of them: it has its own authoriser
 * and its own review.
 */
import type { Category } from '../plan/plan.ts';

export const CATEGORY_LADDER: readonly Category[] = [
  'standard',
  'normal',
  'significant',
  'emergency',
];
