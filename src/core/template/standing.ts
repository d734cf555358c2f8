/**
 * How a template stands now, and whether a plan may still rest on it: it is there, it is the one that the plan was made
 * of, it has not run out, and no change made from it failed without somebody having looked.
 *
 * What must stay true: a template that was edited is another one, also where nobody raised its version.
 */
import type { Plan } from '../plan/plan.ts';
import { templateName } from './template.ts';
import type { Template } from './template.ts';

/** A change made from it failed, and nobody has looked at the template since. */
export type Suspension = {
  /** The change that failed. */
  readonly change: number;
  readonly version: number;
  readonly at: string;
};

/** As the record lists them: of which template. */
type Suspended = Suspension & Pick<Template, 'id'>;

export type TemplateStanding = {
  /** At the default branch; null: it is not there any more. */
  readonly current: Pick<Template, 'id' | 'version' | 'blob' | 'expires' | 'file'> | null;
  readonly suspended: Suspension | null;
};

export type TemplateFault =
  | { readonly code: 'template_suspended'; readonly suspended: Suspension }
  | {
      readonly code: 'template_changed';
      readonly why: 'gone' | 'version' | 'content' | 'expired' | 'outside';
    };

/** `now`: an instant; a template that expires on a day may still be used on it, in UTC. */
export function isExpired({ expires }: Pick<Template, 'expires'>, now: string): boolean {
  return expires !== null && now.slice(0, 10) > expires;
}

/** What keeps a template of that version from being used; a newer one than the one that failed is kept by nothing. */
export function suspensionOf<T extends Suspended>(
  { id, version }: Pick<Template, 'id' | 'version'>,
  suspended: readonly T[],
): T | null {
  return suspended.find((one) => one.id === id && one.version >= version) ?? null;
}

/** Null: it may. */
export function templateFault(
  { template, outside }: Plan,
  { current, suspended }: TemplateStanding,
  now: string,
): TemplateFault | null {
  const changed = (why: Extract<TemplateFault, { why: string }>['why']): TemplateFault => ({
    code: 'template_changed',
    why,
  });
  if (template === undefined || current === null) return changed('gone');
  // What only a newer version has put right is not for the older one to go on with.
  if (templateName(template) !== templateName(current)) return changed('version');
  if (template.blob !== current.blob) return changed('content');
  if (suspended !== null) return { code: 'template_suspended', suspended };
  if (isExpired(current, now)) return changed('expired');
  return outside === undefined ? null : changed('outside');
}
