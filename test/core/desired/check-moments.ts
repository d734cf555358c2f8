/** A moment of what happens on the check: a hold point confirmed by a button, and somebody else under our name. */
import type { Facts } from '../../../src/core/change/facts.ts';
import type { ForgedReport } from '../../../src/core/change/forged.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { night, pullFacts, running, telling, type Words } from './rotation.ts';
import { factsAt } from './story.ts';

const FORGED: readonly ForgedReport[] = [
  {
    ...{ id: '1', via: 'status', name: 'holdpoint', by: { id: '9', login: 'omar_dev' } },
    ...{ says: 'success', url: null, at: night('04:40') },
  },
  {
    ...{ id: '2', via: 'check', name: 'holdpoint', by: { id: '', login: 'forger[bot]' } },
    ...{ says: 'success', url: null, at: night('04:41') },
  },
];

export const CHECK_MOMENTS: Readonly<
  Record<string, (words: Words) => { readonly change: Change; readonly facts: Facts }>
> = {
  'running-pressed-and-forged': (words) => {
    const story = running(telling(words, { linked: true }), 'E3').happens(
      { by: 'tomas-sre', at: night('04:51'), type: 'hold_confirmed' },
      { step: 'E3', channel: 'check_button' },
      { observed: '' },
    );
    const pulls = [{ ...pullFacts('passed'), forged: FORGED }];
    return { change: story.change(), facts: factsAt(night('04:52'), pulls) };
  },
};
