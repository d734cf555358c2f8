/**
 * The templates of a repository: as they stand on its default branch, at most a minute old and forgotten with the policy
 * when one of them is pushed; and as they once stood, for whoever opened a change from them.
 *
 * What must stay true: nothing is asked of the forge unless a text names a template or a plan was made of one. A text
 * that was read once is read by the same template for ever, or nobody's edit would make another plan of it.
 */
import { isoNow, type Clock } from '../clock.ts';
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import type { IssueSeen, Notice, RepoRef } from '../core/intent/notice.ts';
import { templateNamed } from '../core/template/read-body.ts';
import { suspensionOf } from '../core/template/standing.ts';
import { isTemplateFile, TEMPLATE_FOLDER, templateName } from '../core/template/template.ts';
import type { Template, TemplateRegistry } from '../core/template/template.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { Forge } from '../forge/port.ts';
import type { Database } from '../store/database.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { findTemplates, keepTemplates, listSuspensions } from '../store/templates.ts';
import { aged } from './aged.ts';
import { readTemplateFile } from './template-files.ts';

export type TemplateSource = {
  /** Those by which the texts of this notice can be read; none where they name none. */
  readonly forTexts: (forgeOf: () => Promise<Forge>, seen: TextsSeen) => Promise<TemplateRegistry>;
  /** How the template stands that the plan of this change was made of; nothing where there is none. */
  readonly standing: (forge: Forge, change: Change | null) => Promise<Pick<Facts, 'template'>>;
};

export type TextsSeen = {
  readonly repo: RepoRef;
  readonly fact: Notice['fact'];
  readonly change: Change | null;
};

const NONE: TemplateRegistry = { templates: [], problems: [] };

export function templateSource(reading: {
  readonly db: Database;
  readonly clock: Clock;
}): TemplateSource {
  const { db, clock } = reading;
  const seen = aged<TemplateRegistry>(reading);
  const current = async (forge: Forge, repo: RepoRef): Promise<TemplateRegistry> => {
    const { value } = await seen(forge, repo.id, async (at) => {
      const registry = await readRegistry(forge, repo);
      const { templates } = registry;
      await inWorkspace(db, forge.workspace, (tx) =>
        keepTemplates(tx, { repoId: repo.id, templates, now: isoNow(clock) }),
      );
      return { at, value: registry };
    });
    return value;
  };
  const kept = (forge: Forge, repo: RepoRef, name: string): Promise<readonly Template[]> => {
    const [id = '', version = ''] = name.split('@');
    if (!/^\d{1,9}$/u.test(version)) return Promise.resolve([]);
    return inWorkspace(db, forge.workspace, (tx) =>
      findTemplates(tx, repo.id, { id, version: Number(version) }),
    );
  };
  return {
    forTexts: async (forgeOf, { repo, fact, change }) => {
      const [name] = textsOf(fact).flatMap((text) => templateNamed(text) ?? []);
      if (name === undefined) return NONE;
      const forge = await forgeOf();
      const known = await kept(forge, repo, name);
      const used = change?.plan?.template;
      const same = known.filter(({ blob }) => blob === used?.blob);
      if (used !== undefined && templateName(used) === name && same.length > 0)
        return { templates: same, problems: [] };
      const { templates, problems } = await current(forge, repo);
      return { templates: [...templates, ...known], problems };
    },
    standing: async (forge, change) => {
      const used = change?.plan?.template;
      if (change === null || used === undefined) return {};
      const repo = { id: change.repoId, name: change.repo };
      const registry = await readable(current(forge, repo));
      if (registry === null) return {};
      const now = registry.templates.find(({ id }) => id === used.id) ?? null;
      const suspended = await inWorkspace(db, forge.workspace, (tx) =>
        listSuspensions(tx, change.repoId),
      );
      return { template: { current: now, suspended: suspensionOf(now ?? used, suspended) } };
    },
  };
}

function textsOf(fact: Notice['fact']): readonly string[] {
  switch (fact.kind) {
    case 'issue_opened':
    case 'label_added':
      return bodyOf(fact.issue);
    case 'issue_edited':
      return [...bodyOf(fact.issue), ...(fact.before.body === null ? [] : [fact.before.body])];
    default:
      return [];
  }
}

/** A pull request is opened from no template. */
function bodyOf({ body, pull }: IssueSeen): readonly string[] {
  return pull === undefined ? [body] : [];
}

/** Null: the forge does not show them. Trouble that passes is thrown. */
async function readable(registry: Promise<TemplateRegistry>): Promise<TemplateRegistry | null> {
  try {
    return await registry;
  } catch (error) {
    if (error instanceof ForgeFault && !isTransient(error.code)) return null;
    throw error;
  }
}

async function readRegistry(forge: Forge, repo: RepoRef): Promise<TemplateRegistry> {
  const files = (await forge.observeFolder(repo, TEMPLATE_FOLDER)) ?? [];
  const read = files
    .filter(({ path }) => isTemplateFile(path.slice(TEMPLATE_FOLDER.length + 1)))
    .map((file) => readTemplateFile(repo, file));
  return {
    templates: read.flatMap(({ template }) => (template === null ? [] : [template])),
    problems: read.flatMap(({ problems }) => problems),
  };
}
