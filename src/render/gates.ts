/**
 * The gates of the act that comes next, all of them, each with its answer: met, not met, not applicable (with why),
 * or cannot tell, which stops like not met. Titles come from the gates themselves, sentences from refusals.yml.
 */
import { GATES } from '../core/gate/judge.ts';
import type { Purpose, Verdict } from '../core/gate/verdict.ts';
import type { NotApplicableWhy } from '../core/change/refusal-facts.ts';
import { PASS_VIAS, type PassVia } from '../core/change/spoken.ts';
import { ofNames } from '../core/desired/asked.ts';
import { asMarkdown, list, md, type Markdown } from './markdown.ts';
import { verdictText } from './refusal.ts';
import { code, inline, link, login } from './safe-text.ts';
import { moment, type Clock } from './when.ts';
import { whoText } from './who.ts';

export const ACT_WORDS: Readonly<Record<Purpose, Markdown>> = {
  submit: md`to submit`,
  approve: md`to approve`,
  schedule: md`to schedule`,
  start: md`to start`,
  complete: md`to complete`,
  merge: md`to merge`,
  deploy: md`to deploy`,
};

const WHYS: Readonly<Record<NotApplicableWhy, Markdown>> = {
  none_configured: md`none configured`,
  no_category: md`no category is chosen`,
  people_not_listed: md`the forge does not list who has access; whoever approves is asked for`,
  no_risk: md`no risk level is chosen`,
  no_window: md`no window is named`,
  no_lead_time: md`this category needs no notice`,
  no_pull_requests: md`no open pull request is linked`,
  none_required: md`none required here`,
  no_plan: md`the plan cannot be read yet`,
  no_steps: md`there are no such steps`,
  no_holds: md`the plan has no hold points`,
  not_emergency: md`not an emergency`,
  not_started: md`not started`,
  judged_at_schedule: md`looked at when it was scheduled`,
  bypassed_by_emergency: md`bypassed by the emergency`,
  overridden: md`set aside`,
  own_pull: md`the merge of the pull request is the execution`,
  approved_by_people: md`people have approved it`,
  no_deployment: md`no deployment is asked about`,
};

/** `8 met · 1 unmet: Approved · 2 not applicable` */
export function gateCounts(verdicts: readonly Verdict[]): Markdown {
  const of = (kind: Verdict['kind']): readonly Verdict[] =>
    verdicts.filter((verdict) => verdict.kind === kind);
  const parts = [md`${of('met').length} met`];
  const unmet = of('unmet');
  const unknown = of('cannot_tell');
  if (unmet.length > 0) parts.push(md`${unmet.length} not met`);
  if (unknown.length > 0) parts.push(md`${unknown.length} cannot be told`);
  const aside = of('not_applicable').filter(isSetAside);
  if (aside.length > 0) parts.push(md`${aside.length} set aside`);
  const none = of('not_applicable').length - aside.length;
  if (none > 0) parts.push(md`${none} not applicable`);
  return asMarkdown(parts.join(' · '));
}

/** What stops first, then what somebody set aside, then what is met, then what does not apply. */
export function gateItems(verdicts: readonly Verdict[], clock: Clock): readonly Markdown[] {
  const order: readonly Verdict['kind'][] = ['unmet', 'cannot_tell', 'met', 'not_applicable'];
  const aside = verdicts.filter(isSetAside);
  const rest = order.map((kind) =>
    verdicts.filter((verdict) => verdict.kind === kind && !aside.includes(verdict)),
  );
  const [unmet = [], unknown = [], ...others] = rest;
  return [unmet, unknown, aside, ...others].flat().map((verdict) => gateItem(verdict, clock));
}

/** By somebody's word: it would have stopped the change. */
function isSetAside({ kind, facts }: Verdict): boolean {
  return kind === 'not_applicable' && facts['why'] === 'overridden';
}

export function gateTitle(id: string): Markdown {
  const gate = GATES.find((candidate) => candidate.id === id);
  return gate === undefined ? code(id) : inline(gate.title);
}

function gateItem(verdict: Verdict, clock: Clock): Markdown {
  const { repository } = verdict.facts;
  const name = gateTitle(verdict.gate);
  const title = typeof repository === 'string' ? md`${name} in ${code(repository)}` : name;
  switch (verdict.kind) {
    case 'met':
      return md`- ✓ ${title}${metDetail(verdict, clock)}`;
    case 'not_applicable':
      if (isSetAside(verdict)) return asideItem(verdict, title, clock);
      return md`- – ${title} · *not applicable: ${whyNot(verdict)}${skippedRules(verdict)}*`;
    case 'unmet':
    case 'cannot_tell': {
      const text = verdictText(verdict, clock);
      const who = verdict.who.length === 0 ? text.who : whoText(ofNames(verdict.who));
      const evidence = verdict.link === null ? md`` : md` · ${link(md`see`, verdict.link)}`;
      const mark = verdict.kind === 'unmet' ? md`✗` : md`?`;
      return md`- ${mark} **${title}** · ${code(verdict.code)}${evidence}\n  ${text.sentence}\n  next: ${text.remedy}\n  who: ${who}`;
    }
  }
}

/** `; 3 rules do not apply` */
function skippedRules({ facts }: Verdict): Markdown {
  const count = [facts['skipped'] ?? []].flat().length;
  if (count === 0) return md``;
  return count === 1 ? md`; one rule does not apply` : md`; ${count} rules do not apply`;
}

function whyNot({ facts }: Verdict): Markdown {
  const why = facts['why'];
  const words =
    Object.entries(WHYS).find(([known]) => known === why)?.[1] ??
    md`it does not concern this change`;
  const would = facts['would'];
  return would === 'unmet' || would === 'cannot_tell'
    ? md`${words}; it would have stopped the change`
    : words;
}

const VIA_WORDS: Readonly<Record<PassVia, Markdown>> = {
  override: md`set aside by`,
  bypass_list: md`bypassed by`,
  bypass_request: md`bypass granted by`,
};

/** Who let it pass, for whom, why, until when, and where that can be read. */
function asideItem(
  { code: gate, facts, link: source }: Verdict,
  title: Markdown,
  clock: Clock,
): Markdown {
  const via = PASS_VIAS.find((known) => known === facts['override_via']) ?? 'override';
  const { override_until: until, override_asker: asker } = facts;
  const asked = typeof asker === 'string' ? md`, asked for by ${login(asker)}` : md``;
  const end = typeof until === 'string' ? md`, until ${moment(until, clock)}` : md``;
  const evidence = source === null ? md`` : md` · ${link(md`see`, source)}`;
  const by = login(String(facts['override_by'] ?? ''));
  return md`- ⚠ **${title}** · ${code(gate)} ${VIA_WORDS[via]} ${by}${asked}${end}${evidence}\n  ${inline(String(facts['override_reason'] ?? ''))}`;
}

/** The few facts worth seeing although nothing is wrong. */
function metDetail(verdict: Verdict, clock: Clock): Markdown {
  const { facts } = verdict;
  const parts: Markdown[] = [];
  const by = facts['by'];
  if (Array.isArray(by) && by.length > 0)
    parts.push(md`by ${list(by.map(String).map(login), 'and')}`);
  if (typeof facts['latest'] === 'string')
    parts.push(
      md`${Number(facts['hours'])} h, to be asked for by ${moment(facts['latest'], clock)}`,
    );
  if (typeof facts['template'] === 'string') parts.push(code(facts['template']));
  parts.push(...calendarDetail(verdict));
  parts.push(...namedDetail(verdict));
  if (typeof facts['merge_method'] === 'string')
    parts.push(md`${inline(facts['merge_method'])}; told, not enforced`);
  if (typeof facts['review_due'] === 'string')
    parts.push(md`the review of the policy has been due since ${inline(facts['review_due'])}`);
  if (typeof facts['authoriser'] === 'string') parts.push(md`${inline(facts['authoriser'])}`);
  return parts.length === 0 ? md`` : md` · ${asMarkdown(parts.join(' · '))}`;
}

function namedDetail({ facts }: Verdict): readonly Markdown[] {
  const named = [facts['checks'] ?? []].flat().map(String);
  const beside = [facts['changes'] ?? []].flat().map(String);
  const elsewhere = [facts['elsewhere'] ?? []].flat().map(String);
  return [
    ...(named.length === 0 ? [] : [list(named.map(inline), 'and')]),
    ...(beside.length === 0 ? [] : [list(beside.map(inline), 'and')]),
    ...(elsewhere.length === 0 ? [] : [md`not asked here: ${list(elsewhere.map(inline), 'and')}`]),
  ];
}

/** A freeze that lets it through, and maintenance windows that are only advised. */
function calendarDetail({ code: asked, facts }: Verdict): readonly Markdown[] {
  const through = [facts['through'] ?? []].flat().map(String);
  if (through.length > 0) {
    const priority = inline(String(facts['priority'] ?? ''));
    return [md`let through by ${list(through.map(inline), 'and')}: its priority is ${priority}`];
  }
  const assets = asked === 'outside_maintenance_window' ? [facts['assets'] ?? []].flat() : [];
  if (assets.length === 0) return [];
  return [md`outside the maintenance windows of ${list(assets.map(String).map(code), 'and')}`];
}
