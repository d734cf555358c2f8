/**
 * What the policy's page says of assets, environments, windows, freezes, hours and the risk questionnaire. Nothing of it
 * is printed where the policy says nothing.
 *
 * What must stay true: names, reasons and patterns are words of people, and come through the door of safe-text.ts.
 */
import type {
  Freeze,
  MaintenanceWindow,
  Recurrence,
  Scope,
  Span,
} from '../core/policy/calendar.ts';
import type { Environment } from '../core/policy/catalogue.ts';
import type { Holders } from '../core/policy/holders.ts';
import { isNobody } from '../core/policy/holders.ts';
import type { Policy } from '../core/policy/policy.ts';
import { writeLocalTime } from '../core/time/local-time.ts';
import { formatMinutes } from '../core/time/window.ts';
import { asMarkdown, join, list, md, NOTHING, type Markdown } from './markdown.ts';
import { holdersText } from './policy-predicate.ts';
import { code, inline } from './safe-text.ts';
import type { Printable } from './template.ts';
import { CATEGORY_WORDS } from './words.ts';

export function timeTexts(policy: Policy): Printable {
  return {
    assets: assetRows(policy),
    services: serviceRows(policy),
    environments: environmentRows(policy),
    subscriptions: subscriptionRows(policy),
    maintenance: policy.calendar.maintenance.map(windowRow),
    freezes: policy.calendar.freezes.map(freezeRow),
    hours: policy.calendar.hours.map(({ who, zone, when }) => ({
      who: holdersText(who),
      when: whenText(when, zone),
    })),
    risk: riskTexts(policy),
  };
}

function assetRows({ catalogue }: Policy): readonly Printable[] {
  return catalogue.assets.map((asset) => ({
    name: named(asset),
    parents: codes(asset.parents),
    criticality: asset.criticality === null ? md`not said` : asMarkdown(asset.criticality),
    owners: ownersText(asset.owners),
    window: asset.windowRequired ? md`only inside its maintenance windows` : md`any time`,
  }));
}

function serviceRows({ catalogue }: Policy): readonly Printable[] {
  return catalogue.services.map((service) => ({
    name: named(service),
    assets: codes(service.assets),
    customers: join(
      service.customers.map((id) =>
        inline(catalogue.customers.find((one) => one.id === id)?.title ?? id),
      ),
      md`, `,
    ),
    owners: ownersText(service.owners),
  }));
}

function environmentRows({ catalogue }: Policy): readonly Printable[] {
  return catalogue.environments.map((environment) => ({
    name: named(environment),
    production: environment.production ? md`yes` : md`no`,
    names: codes(environment.names.length === 0 ? [environment.id] : environment.names),
    after: codes(environment.after),
    assets: codes(environment.assets),
    asks: asksText(environment),
  }));
}

/** What a deployment there needs beside its change. */
function asksText(environment: Environment): Markdown {
  const { receipt, reviewers, preventSelfReview, waitMinutes } = environment;
  const asks = [
    receipt ? [md`nothing: let through, with a receipt of what the gates would have said`] : [],
    isNobody(reviewers) ? [] : [md`approved by one of ${holdersText(reviewers)}`],
    preventSelfReview ? [md`not only by whoever deploys`] : [],
    waitMinutes === 0 ? [] : [md`${asMarkdown(formatMinutes(waitMinutes))} of waiting`],
  ].flat();
  return join(asks, md`; `);
}

function subscriptionRows({ catalogue }: Policy): readonly Printable[] {
  return catalogue.subscriptions.map(({ who, assets, services, at }) => ({
    who: holdersText(who),
    of: codes([...assets, ...services]),
    at: list(
      at.map((milestone) => asMarkdown(milestone.replace('_', ' '))),
      'and',
    ),
  }));
}

function windowRow(window: MaintenanceWindow): Printable {
  return {
    name: named(window),
    when: whenText(window.when, window.zone),
    scope: scopeText(window.scope),
  };
}

function freezeRow(freeze: Freeze): Printable {
  return {
    name: named(freeze),
    reason: inline(freeze.reason),
    owner: code(freeze.owner),
    mode: freeze.mode === 'deny' ? md`nothing within` : md`nothing outside`,
    when: whenText(freeze.when, freeze.zone),
    scope: scopeText(freeze.scope),
    override: overrideText(freeze),
    lets:
      freeze.lets.length === 0 ? NOTHING : md`priority ${list(freeze.lets.map(asMarkdown), 'or')}`,
  };
}

function overrideText({ allowOverride, overrideBy }: Freeze): Markdown {
  if (!allowOverride) return md`nobody`;
  return isNobody(overrideBy)
    ? md`whoever holds the right ${code('override_freeze')}`
    : holdersText(overrideBy);
}

function whenText(when: Span | Recurrence, zone: string): Markdown {
  if (when.kind === 'once')
    return md`${local(when.start, zone)} to ${local(when.end, zone)} ${inline(zone)}`;
  const { rrule, clock, minutes, from, until } = when;
  const first = from === null ? NOTHING : md`, from ${inline(from)}`;
  const last = until === null ? NOTHING : md`, until ${inline(until)}`;
  return md`${code(rrule)} at ${inline(clock)} for ${asMarkdown(formatMinutes(minutes))}, ${inline(zone)}${first}${last}`;
}

function local(instant: string, zone: string): Markdown {
  return asMarkdown(writeLocalTime(instant, zone).replace('T', ' '));
}

function scopeText({ assets, environments, categories, repositories }: Scope): Markdown {
  const parts = [
    ...(assets.length === 0 ? [] : [md`assets ${list(assets.map(code), 'or')}`]),
    ...(environments.length === 0 ? [] : [md`environments ${list(environments.map(code), 'or')}`]),
    ...(categories.length === 0
      ? []
      : [
          list(
            categories.map((category) => CATEGORY_WORDS[category]),
            'or',
          ),
        ]),
    ...(repositories.length === 0 ? [] : [md`repositories ${list(repositories.map(code), 'or')}`]),
  ];
  return parts.length === 0 ? md`everything` : join(parts, md`; `);
}

function riskTexts({ riskModel }: Policy): Printable {
  if (riskModel === null) return null;
  const { levels, questions, floors, version, scaleMax } = riskModel;
  const titleOf = (field: string): Markdown =>
    inline(questions.find((question) => question.field === field)?.title ?? field);
  return {
    version: md`${version}`,
    most: md`${scaleMax}`,
    levels: list(
      levels.map(({ level, from }) => md`${asMarkdown(level)} from ${from}`),
      'and',
    ),
    questions: questions.map(({ title, weight, options }) => ({
      title: inline(title),
      weight: md`${weight}`,
      options: join(
        Object.entries(options).map(([text, points]) => md`${inline(text)}: ${points}`),
        md`; `,
      ),
    })),
    floors: floors.map(({ when, atLeast, because }) => ({
      when: join(
        Object.entries(when).map(([field, points]) => md`${titleOf(field)} ${points}`),
        md` and `,
      ),
      level: asMarkdown(atLeast),
      because: inline(because),
    })),
  };
}

function named({ id, title }: { readonly id: string; readonly title: string }): Markdown {
  return title === id ? code(id) : md`${inline(title)} (${code(id)})`;
}

function ownersText(owners: Holders): Markdown {
  return isNobody(owners) ? md`not said` : holdersText(owners);
}

function codes(names: readonly string[]): Markdown {
  return join(names.map(code), md`, `);
}
