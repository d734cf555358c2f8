/**
 * The short form for the night, version 1. It asks what is needed to act and to go back; everything else is asked in
 * the review within a day. Its labels share none with the ordinary form, so that a body is never both.
 *
 * What must stay true: this version is published; see the rule in form.ts.
 */
import { field } from './form.ts';
import type { FormVersion } from './form.ts';

export const EMERGENCY_FORM: FormVersion = {
  id: 'emergency/1',
  name: 'Emergency change',
  description: 'Production must change now; the review follows within a day',
  labels: ['change', 'emergency'],
  intro:
    'Short on purpose. Somebody must authorise the work before it starts, by word if need be; write down who.',
  fixed: { category: 'emergency', priority: 'critical', risk: 'critical' },
  fields: [
    field('textarea', {
      id: 'what',
      label: 'Emergency 1 · What are you changing?',
      help: 'Name the thing and say how it will differ afterwards.',
    }),
    field('textarea', {
      id: 'why',
      label: 'Emergency 2 · Why is it needed?',
      help: 'What is broken or under attack.',
    }),
    field('textarea', {
      id: 'emergency_reason',
      label: 'Emergency 3 · Why can it not wait for a normal change?',
      help: 'What happens if it waits until tomorrow.',
    }),
    field('input', {
      id: 'incident',
      label: 'Emergency 4 · Which incident is it for?',
      help: 'Number or link; write "not opened yet" if there is no record so far.',
      placeholder: 'INC-2026-118',
    }),
    field('input', {
      id: 'authorised_by',
      label: 'Emergency 5 · Who authorised it, when, and how?',
      help: 'Login, time and channel. The person confirms it in this issue later.',
      placeholder: '@login, 21:07, by phone',
    }),
    field('textarea', {
      id: 'assets',
      label: 'Emergency 6 · Which assets are touched?',
      help: 'One id on each line.',
      placeholder: 'net/vpn-gateway',
    }),
    field('textarea', {
      id: 'failure',
      label: 'Emergency 7 · What happens if it fails half-way?',
      help: 'The state in which things are left.',
    }),
    field('textarea', {
      id: 'blast_radius',
      label: 'Emergency 8 · How far can the damage spread?',
      help: 'May be left for the review.',
      required: 'never',
    }),
    field('textarea', {
      id: 'abort_criteria',
      label: 'Emergency 9 · When do you stop and go back?',
      help: 'May be left for the review.',
      required: 'never',
    }),
    field('textarea', {
      id: 'rollback',
      label: 'Emergency 10 · How do you roll back?',
      help: 'What is done, in which order.',
    }),
    field('input', {
      id: 'rollback_time',
      label: 'Emergency 11 · How long does the rollback take?',
      help: 'For example 25m. May be left for the review.',
      required: 'never',
      placeholder: '10m',
    }),
    field('textarea', {
      id: 'steps_execute',
      label: 'Emergency 12 · Steps to execute',
      help: 'One list item for each step, with expect: and rollback: indented below it. An irreversible step needs a hold directly before it.',
      placeholder:
        '1. Patch the standby\n   - expect: healthy with the fixed build\n   - rollback: boot the previous image',
    }),
    field('textarea', {
      id: 'steps_verify',
      label: 'Emergency 13 · Steps to verify',
      help: 'The same way, with expect: below each one. May be left for the review.',
      required: 'never',
    }),
    field('textarea', {
      id: 'success',
      label: 'Emergency 14 · How will you know it worked, seen from outside?',
      help: 'What somebody who knows nothing of the change would observe.',
    }),
    field('input', {
      id: 'window',
      label: 'Emergency 15 · Window',
      help: 'Start and end, if known.',
      required: 'never',
      placeholder: '2026-12-03 21:00 to 2026-12-03 23:00',
    }),
    field('input', {
      id: 'timezone',
      label: 'Emergency 16 · Time zone',
      help: 'The name from the time zone database, for example Europe/Berlin.',
      required: 'never',
      value: 'UTC',
    }),
    field('input', {
      id: 'second_person',
      label: 'Emergency 17 · Second person for hold points',
      help: 'One login, never the person who carries it out.',
      required: 'never',
      placeholder: '@login',
    }),
  ],
};
