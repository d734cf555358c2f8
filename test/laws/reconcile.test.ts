// Laws of showing a change on a forge: nothing to do when all is as it should be, one way to get there from anywhere,
// and one comment, however many answers are lost on the way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOurLabel } from '../../src/core/desired/labels.ts';
import { carryOut } from '../../src/reconcile/carry-out.ts';
import { writeComment } from '../../src/reconcile/create-once.ts';
import { diff } from '../../src/reconcile/diff.ts';
import { surfaceMarker } from '../../src/reconcile/marker.ts';
import { ComeBack } from '../../src/reconcile/outcome.ts';
import { ForgeFault } from '../../src/forge/fault.ts';
import type { Seen, Target } from '../../src/reconcile/step.ts';
import { blankRow } from '../../src/reconcile/book.ts';
import { doubtSurface } from '../../src/reconcile/surface-names.ts';
import { textDigest } from '../../src/reconcile/text-digest.ts';
import { MARKER_KEY, pretend, type Luck, type Pretend } from '../reconcile/pretend.ts';

const NAMES = ['chg/draft', 'chg/review', 'chg/approved', 'chg-flag/blocked', 'category/normal'];
const SURFACES = ['record', 'reply:refused:7', 'milestone:hold:E3', 'evidence:12:1'];

const label = fc.constantFrom(...NAMES).map((name) => ({ name, color: 'ffffff', description: '' }));

const target: fc.Arbitrary<Target> = fc.record({
  title: fc.string({ maxLength: 20 }),
  labels: fc.uniqueArray(label, { selector: ({ name }) => name, maxLength: 4 }),
  open: fc.boolean(),
  reason: fc.constantFrom('completed' as const, 'not_planned' as const),
  comments: fc.uniqueArray(
    fc.record({ surface: fc.constantFrom(...SURFACES), body: fc.string({ maxLength: 30 }) }),
    { selector: ({ surface }) => surface, maxLength: 4 },
  ),
  checks: fc.constant([]),
  reviewers: fc.constant([]),
  reactions: fc.constant([]),
});

/** As a forge shows exactly this. */
function shown(of: Target): Seen {
  return {
    title: of.title ?? '',
    labels: of.labels.map(({ name }) => name),
    registry: NAMES,
    open: of.open ?? true,
    comments: new Map(
      of.comments.map(({ surface, body }) => [
        surface,
        { digest: textDigest(body), retired: false },
      ]),
    ),
    checks: new Map(),
    requested: new Map(),
  };
}

function look({ world, rows }: Pretend): Seen {
  const { title, labels, registry, open } = world;
  const comments = [...rows].flatMap(([surface, row]) => {
    const there = world.comments.find(({ id }) => String(id) === row.forgeId);
    const digest = there === undefined ? null : textDigest(there.body);
    return row.forgeId === null || surface.startsWith('former:')
      ? []
      : [[surface, { digest, retired: row.problem === 'retired' }] as const];
  });
  return {
    title,
    labels,
    registry,
    open,
    comments: new Map(comments),
    checks: new Map(),
    requested: new Map(),
  };
}

describe('diff', () => {
  it('finds nothing to do when the forge shows what it should', () => {
    fc.assert(
      fc.property(target, (wanted) => {
        expect(diff(wanted, shown(wanted))).toEqual([]);
      }),
    );
  });

  it('asks for nothing twice, and never touches a label of somebody else', () => {
    const theirs = fc.uniqueArray(fc.constantFrom('urgent', 'risk/accepted', 'bug', ...NAMES));
    fc.assert(
      fc.property(target, target, theirs, (wanted, there, labels) => {
        const steps = diff(wanted, { ...shown(there), labels });
        const asked = steps.map((step) => JSON.stringify(step));
        expect(new Set(asked).size).toBe(asked.length);
        for (const step of steps)
          if (step.kind === 'remove_label') expect(isOurLabel(step.label)).toBe(true);
      }),
    );
  });
});

const marked = (surface: string, body: string): string =>
  `${body.replaceAll('\r', '')}\n${surfaceMarker(MARKER_KEY, 1, surface)}`;

describe('carrying out a plan', () => {
  it('leads from anything the forge may show to what it should, and then there is nothing left to do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(target, { minLength: 1, maxLength: 4 }), async (wishes) => {
        const forge = pretend();
        for (const wish of wishes) {
          // What was said once stays; here it is taken away, so that it can be said again.
          const comments = wish.comments
            .filter(({ surface }) => !surface.startsWith('milestone:'))
            .map(({ surface, body }) => ({ surface, body: marked(surface, body) }));
          const wanted = { ...wish, comments };
          forge.world.nowMs += 600_000;
          const steps = diff(wanted, look(forge)).filter(({ kind }) => kind !== 'minimise_comment');
          const { problems, putOff } = await carryOut(forge.run(), steps, {
            issue: null,
            record: null,
            reused: false,
          });
          expect([problems, putOff]).toEqual([[], null]);
          const left = diff(wanted, look(forge)).filter(({ kind }) => kind !== 'minimise_comment');
          expect(left).toEqual([]);
          for (const { body } of comments)
            expect(forge.world.comments.filter((one) => one.body === body)).toHaveLength(1);
          expect(forge.world.comments.length).toBeGreaterThanOrEqual(comments.length);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('goes on behind a step that the forge refuses, and says which one it was', async () => {
    await fc.assert(
      fc.asyncProperty(target, fc.nat(6), async (wanted, at) => {
        const forge = pretend();
        const steps = diff({ ...wanted, comments: [] }, look(forge));
        forge.world.luck = steps.map((_, index): Luck => (index === at ? 'refused' : 'fine'));
        const { done, problems } = await carryOut(forge.run(), steps, {
          issue: null,
          record: null,
          reused: false,
        });
        const refused = at < steps.length ? 1 : 0;
        expect([done.length, problems.length]).toEqual([steps.length - refused, refused]);
      }),
    );
  });
});

type Happening =
  | { readonly kind: 'run'; readonly luck: Luck }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'lag'; readonly ms: number }
  | { readonly kind: 'text'; readonly body: string }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'doubt' };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      luck: fc.constantFrom<Luck>('fine', 'lost', 'refused', 'unreachable'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      ms: fc.integer({ min: 0, max: 40_000 }),
    }),
  },
  // As late as the settle window allows for.
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('lag' as const),
      ms: fc.integer({ min: 0, max: 29_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      body: fc.constantFrom('a', 'b', 'c'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleted' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('doubt' as const) }) },
);

const DOUBT = doubtSurface('evidence:1:1', 'somebody touched it');

describe('a comment', () => {
  it('is there once in the end, whatever was lost, late, refused or deleted on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
        const forge = pretend();
        let body = marked('evidence:1:1', 'a');
        const write = async (): Promise<void> => {
          try {
            await writeComment(forge.run(), { surface: 'evidence:1:1', body, shown: null });
            forge.rows.delete(DOUBT);
          } catch (error) {
            if (!(error instanceof ComeBack) && !(error instanceof ForgeFault)) throw error;
          }
        };
        for (const one of happenings) {
          if (one.kind === 'run') {
            forge.world.luck = [one.luck];
            await write();
          } else if (one.kind === 'time') forge.world.nowMs += one.ms;
          else if (one.kind === 'lag') forge.world.lagMs = one.ms;
          else if (one.kind === 'text') body = marked('evidence:1:1', one.body);
          else if (one.kind === 'deleted') forge.world.comments.shift();
          else forge.rows.set(DOUBT, blankRow(DOUBT));
          expect(forge.world.comments.length).toBeLessThanOrEqual(1);
        }
        // The trouble is over: two quiet runs, a settle window apart.
        for (let run = 0; run < 3; run += 1) {
          Object.assign(forge.world, { luck: [], lagMs: 0, nowMs: forge.world.nowMs + 40_000 });
          await write();
        }
        expect(forge.world.comments.map((one) => one.body)).toEqual([body]);
      }),
      { numRuns: 3_000 },
    );
  });
});
