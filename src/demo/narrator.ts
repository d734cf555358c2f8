/**
 * Tells a story on the terminal: who did what and when, how the app answered, and what the record comment then
 * says is next, when that is new. Colours only on a terminal that wants them (`NO_COLOR` is honoured); the words
 * carry the meaning. No line is wider than the width that was asked for, unless a single word is.
 */
import { headOf, type Line, type Refused } from './app-words.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { hang, widthOf, wrap } from './text-layout.ts';

export type Told = {
  /** A reaction's name, as the forge stores it; null when the app gave none. */
  readonly reaction: string | null;
  readonly refused: Refused | null;
  /** What else the app said, a line each. */
  readonly said: readonly string[];
  /** The record comment as it now stands. */
  readonly record: string;
};

export type Narrator = {
  readonly title: (text: string) => void;
  readonly act: (at: Date, who: string, what: string) => void;
  readonly answer: (told: Told) => void;
  /** One paragraph, wrapped. */
  readonly say: (text: string) => void;
  /** A heading, and lines that are printed as they are. */
  readonly block: (title: string, text: string) => void;
  /** A heading and a comment of the app, as a person reads it. */
  readonly comment: (title: string, body: string) => void;
  /** Announces, waits, and says how long it took. */
  readonly during: <T>(what: string, work: () => Promise<T>) => Promise<T>;
};

type Write = (text: string) => void;
type Shade = 'strong' | 'faint' | 'name' | 'trouble';
type Paint = (shade: Shade, text: string) => string;
type Desk = { readonly line: Write; readonly paint: Paint; readonly width: number };

const CODES: Readonly<Record<Shade, string>> = {
  strong: '1',
  faint: '2',
  name: '36',
  trouble: '33',
};
export const USUAL_WIDTH = 100;
/** Time, name, then the text. */
const NAME_AT = 14;
const TEXT_AT = 26;

export function narrator(write: Write, colours: boolean, width = USUAL_WIDTH): Narrator {
  const paint: Paint = (shade, text) =>
    colours && text !== '' ? `\u001b[${CODES[shade]}m${text}\u001b[0m` : text;
  const desk: Desk = { line: (text) => void write(`${text}\n`), paint, width };
  const heading = (text: string): void => {
    const rule = '━'.repeat(Math.max(3, width - widthOf(text) - 4));
    desk.line(`\n${paint('strong', `━━ ${text}`)} ${paint('faint', rule)}`);
  };
  return {
    title: heading,
    act: actTeller(desk),
    answer: answerTeller(desk),
    say: (text) => {
      for (const row of wrap(text, width)) desk.line(row);
    },
    block: (title, text) => {
      heading(title);
      desk.line(text);
    },
    comment: (title, body) => {
      heading(title);
      for (const { text, strong } of plainMarkdown(body, width))
        desk.line(strong ? paint('strong', text) : text);
    },
    during: async (what, work) => {
      write(`  ${what.padEnd(66)} `);
      const begin = performance.now();
      const result = await work();
      write(paint('faint', `${((performance.now() - begin) / 1000).toFixed(1)} s\n`));
      return result;
    },
  };
}

function actTeller({ line, paint, width }: Desk): Narrator['act'] {
  return (at, who, what) => {
    const lead = `${clockText(at).padEnd(NAME_AT)}${who.padEnd(TEXT_AT - NAME_AT)}`;
    const [first = '', ...more] = hang(lead, what, width);
    line(
      `${paint('faint', first.slice(0, NAME_AT))}${paint('name', first.slice(NAME_AT, TEXT_AT))}${first.slice(TEXT_AT)}`,
    );
    more.forEach(line);
  };
}

const FACES: ReadonlyMap<string, string> = new Map([
  ['+1', '👍'],
  ['confused', '😕'],
  ['eyes', '👀'],
]);
const GUTTER = TEXT_AT - 3;
const LABEL = 6;

/** The reaction stands in the gutter beside whatever comes first; of the record only what is new is told. */
function answerTeller({ line, paint, width }: Desk): Narrator['answer'] {
  let known: readonly string[] = [];
  return ({ reaction, refused, said, record }) => {
    let face = reaction === null ? '  ' : (FACES.get(reaction) ?? reaction);
    const tell = ({ label, text }: Line, shade: Shade): void => {
      const lead = label === '' ? '' : `${label}  `.padEnd(LABEL);
      for (const row of hang(lead, text, width - TEXT_AT - 2)) {
        line(`${' '.repeat(GUTTER)}${face} ${paint('faint', '│')} ${paint(shade, row)}`);
        face = '  ';
      }
    };
    if (refused !== null) {
      tell({ label: '', text: `refused: ${refused.title} (${refused.code})` }, 'trouble');
      for (const entry of refused.lines) tell(entry, 'trouble');
    }
    const head = headOf(record);
    const now = head.map(({ text }) => text);
    const news = head.filter(({ text }) => !known.includes(text));
    for (const entry of news) tell(entry, entry.label === '' ? 'strong' : 'faint');
    for (const text of said) tell({ label: '', text }, 'faint');
    if (face !== '  ') tell({ label: '', text: 'noted; what is next stays the same' }, 'faint');
    known = now;
  };
}

const PARTS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

function clockText(at: Date): string {
  return PARTS.format(at).replace(',', '');
}
