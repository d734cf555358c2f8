/** Whom a line asks, in words: "`tomas-sre`, or any maintainer or lead except `mara-ops`, who did E3". */
import type { Barred, Who } from '../core/desired/view.ts';
import type { Role } from '../core/policy/holders.ts';
import { join, list, md, type Markdown } from './markdown.ts';
import { inline, login } from './safe-text.ts';
import { ROLE_WORDS } from './words.ts';

export function whoText(who: Who): Markdown {
  if (who.kind === 'nobody') return md`nobody`;
  const named = list(who.named.map(login), 'or');
  if (who.roles.length === 0) return who.named.length === 0 ? md`nobody` : named;
  const anybody = anyOf(who.roles);
  const except =
    who.except.length === 0 ? md`` : md` except ${join(who.except.map(barredText), md`, and `)}`;
  return who.named.length === 0 ? md`${anybody}${except}` : md`${named}, or ${anybody}${except}`;
}

/** Roles build on each other, so the weakest that suffices says it all. */
export function anyOf(roles: readonly Role[]): Markdown {
  if (roles.includes('viewer')) return md`anybody`;
  if (roles.includes('engineer')) return md`any engineer`;
  return md`any ${list(
    roles.map((role) => ROLE_WORDS[role]),
    'or',
  )}`;
}

function barredText({ login: name, because, step }: Barred): Markdown {
  switch (because) {
    case 'did_step':
      return step === null
        ? md`${login(name)}, who did it`
        : md`${login(name)}, who did ${inline(step)}`;
    case 'author':
      return md`${login(name)}, who wrote it`;
    case 'last_editor':
      return md`${login(name)}, who edited it last`;
    case 'editor':
      return md`${login(name)}, who edited the plan`;
    case 'contributor':
      return md`${login(name)}, who wrote code for it`;
    case 'executed':
      return md`${login(name)}, who took part in it`;
  }
}
