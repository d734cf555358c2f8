/** What is needed beside the category's own approval, line by line: how it stands, who could give it, what it waits for. */
import type { ApprovalsView, PartView } from '../core/desired/view.ts';
import type { Delegation } from '../core/change/spoken.ts';
import { ofNames } from '../core/desired/asked.ts';
import { list, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline, login } from './safe-text.ts';
import { short } from './situation-facts.ts';
import { moment, type Clock } from './when.ts';
import { whoText } from './who.ts';

export function partItems(view: ApprovalsView, clock: Clock): readonly Markdown[] {
  return [
    ...view.parts.map(partItem),
    ...view.hollow.map(
      (title) =>
        md`- ✗ **${inline(title)}** · nothing that it asks for applies here; that is not enough, the policy is to be mended`,
    ),
    ...view.delegations.map((one) => delegationItem(one, clock)),
  ];
}

function partItem(part: PartView): Markdown {
  const asked = part.rules.length === 0 ? NOTHING : md` · asked for by ${words(part.rules)}`;
  return md`- ${markOf(part)} **${inline(part.title)}**: ${part.given} of ${part.needed}${stateOf(part)}${asked}`;
}

function markOf({ standing }: PartView): Markdown {
  switch (standing) {
    case 'met':
      return md`✓`;
    case 'cannot_tell':
      return md`?`;
    case 'not_needed':
    case 'later':
      return md`–`;
    case 'open':
      return md`✗`;
  }
}

function stateOf(part: PartView): Markdown {
  switch (part.standing) {
    case 'met':
      return NOTHING;
    case 'not_needed':
      return md` · *not needed: something else suffices*`;
    case 'later':
      return md` · *its turn comes when the stages before it are there*`;
    case 'cannot_tell':
    case 'open':
      return md`${unknownOf(part)}${pathsOf(part)} · who: ${whoOf(part)}${goneOf(part)}`;
  }
}

function unknownOf({ standing }: PartView): Markdown {
  return standing === 'cannot_tell' ? md` · *cannot be told yet*` : NOTHING;
}

function pathsOf({ paths }: PartView): Markdown {
  return paths.length === 0
    ? NOTHING
    : md` · an owner of ${list(paths.map(code), 'and')} is missing`;
}

function whoOf({ who, kinds }: PartView): Markdown {
  return whoText(ofNames(who.length > 0 ? who : kinds));
}

function goneOf({ gone }: PartView): Markdown {
  return gone.length === 0
    ? NOTHING
    : md` · nobody is in ${list(gone.map(code), 'and')}: there is no such team, or the forge does not show it`;
}

function delegationItem({ by, to, at, reason }: Delegation, clock: Clock): Markdown {
  return md`- ${login(by.login)} gave their voice to ${login(to.login)} · ${moment(at, clock)}\n  ${short(reason)}`;
}

function words(titles: readonly string[]): Markdown {
  return list(titles.map(inline), 'and');
}
