/* The list of a repository's issues, the choice of a form, and the form itself, made from the repository's own files. */
import type { PageReply, Visit } from '../http/page-route.ts';
import type { Issue } from '../state/conversations.ts';
import { html, raw, type Html } from './html.ts';
import { labelsHtml, loginOf, type Place } from './issue-page.ts';
import { page, people } from './layout.ts';
import { formFiles, readForm, type Element } from './issue-form.ts';

export function issueList(place: Place): PageReply {
  const { visit, repo, path } = place;
  const all = visit.world.issues.of(repo.id).toSorted((a, b) => b.number - a.number);
  const rows = all.map((issue) => rowHtml(visit, path, issue));
  const main = html`<h1>Issues of ${repo.name}</h1>
    <p class="row"><a href="${path}/issues/new">New issue from a form</a></p>
    ${raw(
      rows.length === 0
        ? html`<p class="meta">Nothing here yet.</p>`
        : html`<ul class="list">
            ${rows}
          </ul>`,
    )}`;
  return page(visit, { title: `Issues · ${repo.name}`, people: people(visit, repo), main });
}

function rowHtml(visit: Visit, path: string, issue: Issue): Html {
  return html`<li>
    <a href="${path}/issues/${issue.number}"><b>${issue.title}</b></a>
    ${labelsHtml(visit, issue)}<br /><small class="meta"
      >#${issue.number} · ${issue.state} · by ${loginOf(visit, issue.userId)}</small
    >
  </li>`;
}

export function chooseForm(place: Place): PageReply {
  const { visit, repo, path } = place;
  const rows = formFiles(visit.world, repo).map(
    ({ file, form }) =>
      html`<li>
        <a href="${path}/issues/new/${file}"><b>${form.name}</b></a
        ><br /><small>${form.description}</small>
      </li>`,
  );
  const main = html`<h1>New issue</h1>
    ${raw(
      rows.length === 0
        ? html`<p class="meta">This repository has no forms in .github/ISSUE_TEMPLATE.</p>`
        : html`<ul class="list">
            ${rows}
          </ul>`,
    )}`;
  return page(visit, { title: 'New issue', people: people(visit, repo), main });
}

export function formPage(place: Place, file: string): PageReply {
  const { visit, repo, path } = place;
  const form = readForm(visit.world, repo, file);
  if (form === null)
    return page(
      visit,
      { title: 'No such form', people: people(visit, repo), main: html`<h1>No such form</h1>` },
      404,
    );
  const main = html`<h1>${form.name}</h1>
    <p class="meta">${form.description}</p>
    <form class="block" method="post" action="${path}/issues/new/${file}">
      <label>Title<input type="text" name="title" required maxlength="256" /></label
      >${form.body.map(elementHtml)}
      <div class="row"><button class="go">Submit new issue</button></div>
    </form>`;
  return page(visit, { title: form.name, people: people(visit, repo), main });
}

function elementHtml(element: Element): Html {
  const { type, id, label, description, required, options, value, multiple } = element;
  if (type === 'markdown') return html`<p class="meta">${value}</p>`;
  const needed = raw(required ? ' required' : '');
  const head = html`${label}${required ? ' *' : ''}<small>${description}</small>`;
  if (type === 'dropdown') {
    const shown = options.map((option) => html`<option>${option}</option>`);
    return html`<label
      >${raw(head)}<select name="${id}" ${raw(multiple ? ' multiple' : '')}${needed}>
        ${raw(multiple ? html`` : html`<option value=""></option>`)}${shown}
      </select></label
    >`;
  }
  if (type === 'checkboxes')
    return html`<fieldset class="field">
      <legend><b>${label}</b></legend>
      ${options.map((option, index) => html`<label><input type="checkbox" name="${id}" value="${index}" /> ${option}</label>`)}
    </fieldset>`;
  if (type === 'input')
    return html`<label
      >${raw(head)}<input type="text" name="${id}" value="${value}" ${needed}
    /></label>`;
  return html`<label>${raw(head)}<textarea name="${id}" ${needed}>${value}</textarea></label>`;
}
