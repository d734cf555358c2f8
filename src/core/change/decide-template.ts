/**
 * A template is approved once and used often; what went wrong once is not done again before somebody has looked.
 *
 * What must stay true: whoever wrote the change or carried it out does not lift what its failure brought about. A change
 * that runs is never stopped by its template.
 */
import { isSameHuman } from '../policy/humans.ts';
import { templateName } from '../template/template.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Handlers } from './answer.ts';
import type { ChangeEvent } from './event.ts';
import type { Change, Closure } from './state.ts';
import { barredFromApproving } from './voice.ts';

export const templateHandlers: Handlers<'review_template'> = {
  review_template: ({ change, command, facts }) => {
    const { suspended } = change.templateUse;
    const { actor } = facts;
    if (suspended === null) return obstacle('template_not_suspended');
    const name = templateName(suspended);
    const { reviewed } = suspended;
    if (reviewed?.by.id === actor.id) return NOTHING;
    if (reviewed !== null) {
      const { by, at } = reviewed;
      return obstacle('already_done', { verb: command.type, by: by.login, at });
    }
    if (isSameHuman(facts, actor.id, change.author.id))
      return obstacle('self_approval', { why: 'author', verb: command.type });
    const doer = change.executors.find(({ id }) => isSameHuman(facts, id, actor.id));
    if (doer !== undefined) return obstacle('second_person_required', { doer: doer.login });
    const barred = barredFromApproving(change, facts, command.type);
    if (barred !== null) return barred;
    const findings = command.findings.trim();
    if (findings === '') return obstacle('reason_required', { verb: command.type });
    return record({ type: 'template_reviewed', data: { template: name }, texts: { findings } });
  },
};

/** What follows for its template when a change ends so; nothing where it has none, or rests already. */
export function suspending(
  change: Change,
  how: Closure['code'] | 'rolled_back',
): readonly ChangeEvent[] {
  const template = change.planInForce?.template;
  const { intervened, suspended } = change.templateUse;
  if (template === undefined || (suspended !== null && suspended.reviewed === null)) return [];
  const isFailure =
    how === 'rolled_back' ||
    how === 'unsuccessful' ||
    (how === 'successful_with_issues' && intervened !== null);
  return isFailure ? [{ type: 'template_suspended', data: { ...template }, texts: {} }] : [];
}
