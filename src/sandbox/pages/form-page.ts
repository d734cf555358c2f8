/*
 * The choice of a form, and the form itself, made from the repository's own files. As on the forge, a query like
 * `?what=…` fills fields in; `?example=0` fills in a whole example of those that the pages were given.
 */
import { notFound } from '../acts/refuse.ts';
import type { PageReply } from '../http/page-route.ts';
import { html, type Html } from './html.ts';
import { answersIn, formsOf, readForm, type Element, type IssueForm } from './issue-form.ts';
import { page, type Place } from './layout.ts';
import { markdown } from './markdown.ts';
import type { Example } from './settings.ts';

export function chooseForm(place: Place): PageReply {
  const forms = formsOf(place.visit.world, place.repo);
  const examples = examplesOf(place);
  const rows = forms.map((form) => choiceHtml(place, form, examples));
  const none = html`<p class="quiet">This repository has no forms in .github/ISSUE_TEMPLATE.</p>`;
  const main = html`<h1>New issue</h1>
    ${rows.length === 0 ? none : html`<ul class="rows">${rows}</ul>`}`;
  return page(place, { title: `New issue · ${place.repo.name}`, main });
}

function examplesOf({ visit, settings }: Place): readonly Example[] {
  return settings.examples?.(visit.world.clock.now()) ?? [];
}

function choiceHtml(place: Place, form: IssueForm, examples: readonly Example[]): Html {
  const to = `${place.path}/issues/new/${encodeURIComponent(form.file)}`;
  const filled = examples.map((example, index) =>
    example.form !== form.file
      ? html``
      : html`<a class="button" href="${to}?example=${index}">Example: ${example.title}</a>`,
  );
  return html`<li>
    <h2><a href="${to}">${form.name}</a></h2>
    <p class="quiet">${form.description}</p>
    <p class="buttons"><a class="button go" href="${to}">Empty form</a>${filled}</p>
  </li>`;
}

type Given = { readonly title: string; readonly answers: ReadonlyMap<string, readonly string[]> };

export function formPage(place: Place): PageReply {
  const form = readForm(place.visit.world, place.repo, place.visit.params['file'] ?? '');
  if (form === null) throw notFound();
  const given = givenFor(place, form);
  const main = html`<h1>${form.name}</h1>
    <p class="quiet">${form.description}. A star marks what must be answered.</p>
    <form class="block" method="post">
      <label class="field"
        ><span class="name">Title <i title="must be answered">*</i></span
        ><input type="text" name="title" value="${given.title}" required maxlength="256"
      /></label>
      ${form.body.map((element) => elementHtml(element, given.answers.get(element.id) ?? null))}
      <p class="buttons"><button class="go">Submit new issue</button></p>
    </form>`;
  return page(place, { title: `${form.name} · ${place.repo.name}`, main });
}

function givenFor(place: Place, form: IssueForm): Given {
  const query = place.visit.url.searchParams;
  const wanted = query.get('example');
  const example = wanted === null ? undefined : examplesOf(place)[Number(wanted)];
  if (example?.form === form.file)
    return { title: example.title, answers: answersIn(form, example.body) };
  const asked = form.body.filter(({ id }) => id !== '' && query.has(id));
  return {
    title: query.get('title') ?? '',
    answers: new Map(asked.map(({ id }) => [id, query.getAll(id)])),
  };
}

function elementHtml(element: Element, given: readonly string[] | null): Html {
  if (element.type === 'markdown')
    return html`<div class="text quiet">${markdown(element.value)}</div>`;
  if (element.type === 'checkboxes' || element.multiple) return choicesHtml(element, given ?? []);
  return html`<label class="field">${nameHtml(element)}${controlHtml(element, given?.[0] ?? null)}</label>`;
}

function nameHtml({ label, description, required }: Element): Html {
  return html`<span class="name">${label} ${required && html`<i title="must be answered">*</i>`}</span
    >${description !== '' && html`<small>${description}</small>`}`;
}

function controlHtml(element: Element, given: string | null): Html {
  const { type, id, required, options, placeholder } = element;
  const value = given ?? element.value;
  const needed = required && html`required`;
  if (type === 'dropdown') {
    const shown = options.map(
      (option) => html`<option ${option === value && html`selected`}>${option}</option>`,
    );
    return html`<select name="${id}" ${needed}><option value=""></option>${shown}</select>`;
  }
  if (type === 'input')
    return html`<input type="text" name="${id}" value="${value}" placeholder="${placeholder}" ${needed} />`;
  const rows = Math.min(24, Math.max(3, value.split('\n').length + 1));
  // A line end right after the tag is not part of the text, so that a text may begin with one.
  return html`<textarea name="${id}" rows="${rows}" placeholder="${placeholder}" ${needed}>
${value}</textarea>`;
}

/** Checkboxes send their place in the list, choices of a dropdown their words. */
function choicesHtml(element: Element, given: readonly string[]): Html {
  const rows = element.options.map((option, index) => {
    const value = element.type === 'checkboxes' ? String(index) : option;
    const on = given.includes(value) && html`checked`;
    return html`<label class="choice"
      ><input type="checkbox" name="${element.id}" value="${value}" ${on} />${option}</label
    >`;
  });
  return html`<fieldset class="field"><legend>${nameHtml(element)}</legend>${rows}</fieldset>`;
}
