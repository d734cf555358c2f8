/**
 * `show CHG-00001`: one change as the log has it, for somebody without a browser. `--json` adds the evidence record
 * and its digest, which must equal the one in the evidence comment.
 */
import { checklist } from '../core/change/checklist.ts';
import { planShown } from '../core/change/binding.ts';
import { changeName } from '../core/change/state.ts';
import type { Change, StepProgress } from '../core/change/state.ts';
import type { Person, Stamp } from '../core/change/stamp.ts';
import { formatWindow } from '../core/time/window.ts';
import { readHistory } from '../evidence/population.ts';
import type { ChangeHistory } from '../evidence/population.ts';
import { evidenceRecord } from '../evidence/record.ts';
import { readNumber } from './choose.ts';
import { JSON_OPTION, NO, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { oneLine } from './terminal.ts';

export const SHOW: CliCommand = {
  name: 'show',
  args: '<change>',
  sentence: 'Shows one change as the record has it.',
  options: [WORKSPACE_OPTION, JSON_OPTION],
  exits: '0 shown, 1 there is no such change, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const number = readNumber(given);
    const found = await findHistory(given, io, number);
    if (found === null) {
      io.err(`holdpoint show: there is no ${changeName(number)}.\n`);
      return NO;
    }
    const evidence = evidenceRecord(found.events);
    if (given.flag('json'))
      printJson(io, { change: found.change, events: found.events.length, evidence });
    else io.out(changeText(found.change, evidence?.digest ?? null));
    return YES;
  },
};

export async function findHistory(
  given: Given,
  io: Io,
  number: number,
): Promise<ChangeHistory | null> {
  return inRecord(given, io, (tx) => readHistory(tx, number));
}

function changeText(change: Change, digest: string | null): string {
  const rows: readonly (readonly [string, string | null])[] = [
    ['title', oneLine(change.title)],
    ['issue', `${oneLine(change.repo)}#${String(change.issue)} ${oneLine(change.issueUrl)}`],
    [
      'class',
      [
        change.category,
        change.risk && `risk ${change.risk}`,
        change.priority && `priority ${change.priority}`,
      ]
        .filter(Boolean)
        .join(', '),
    ],
    ['author', loginOf(change.author)],
    ['operator', change.operator === null ? null : loginOf(change.operator)],
    ['second', planShown(change)?.secondPerson ?? null],
    ['window', change.window === null ? null : formatWindow(change.window)],
    [
      'closure',
      change.closure === null ? null : `${change.closure.code}: ${oneLine(change.closure.notes)}`,
    ],
    ['rollback', change.rollback === null ? null : oneLine(change.rollback.reason)],
    ['reason', change.endReason === null ? null : oneLine(change.endReason)],
    [
      'events',
      `${String(change.firstSeq)} to ${String(change.lastSeq)}, last hash ${change.lastHash}`,
    ],
    ['evidence', digest === null ? null : `sha256 ${digest}`],
  ];
  const head = rows.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`  ${name.padEnd(9)} ${value}`],
  );
  const parts = [
    [`${changeName(change.number)} ${change.state}`, ...head],
    approvalLines(change),
    stepLines(change),
    exceptionLines(change),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function approvalLines({ approvals }: Change): readonly string[] {
  if (approvals.length === 0) return [];
  const lines = approvals.map((approval) => {
    const voided = approval.voided === null ? '' : `, void: ${approval.voided.reason}`;
    const note =
      approval.note === null || approval.note === '' ? '' : `: ${oneLine(approval.note)}`;
    return `  ${byWhom(approval)} as ${approval.roles.join(', ')}${voided}${note}`;
  });
  return ['Approvals', ...lines];
}

function stepLines(change: Change): readonly string[] {
  const steps = checklist(change);
  if (steps.length === 0) return [];
  const lines = steps.flatMap(({ step, progress, openness }) => {
    const mark = progress.status === 'done' ? 'x' : progress.status === 'skipped' ? '-' : ' ';
    const hold = step.tags.includes('hold') ? ' HOLD' : '';
    const waiting = openness === 'waiting_confirmation' ? ' (waits for a second person)' : '';
    const seen =
      progress.finished === null
        ? []
        : [`        ${byWhom(progress.finished)}: ${oneLine(progress.observed ?? '')}`];
    const held = holdLines(progress);
    return [`  [${mark}] ${step.id}${hold} ${oneLine(step.text)}${waiting}`, ...seen, ...held];
  });
  return ['Steps', ...lines];
}

function holdLines({ hold }: StepProgress): readonly string[] {
  if (hold === null || hold.stamp === null) return [];
  return [`        ${hold.status} ${byWhom(hold.stamp)}: ${oneLine(hold.observed ?? '')}`];
}

function exceptionLines({ exceptions }: Change): readonly string[] {
  if (exceptions.length === 0) return [];
  return [
    'Exceptions',
    ...exceptions.map(
      (one) =>
        `  ${byWhom(one)} ${one.kind}${one.detail === null ? '' : `: ${oneLine(one.detail)}`}`,
    ),
  ];
}

function byWhom({ by, at }: Pick<Stamp, 'by' | 'at'>): string {
  return `${at} ${loginOf(by)}`;
}

function loginOf({ login }: Person): string {
  return oneLine(login);
}
