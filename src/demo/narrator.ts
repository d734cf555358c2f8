/**
 * Tells a story on the terminal: who did what and when, how the app answered, and what the record comment then
 * says is next. Colours only on a terminal that wants them (`NO_COLOR` is honoured); the words carry the meaning.
 */
export type Narrator = {
  readonly title: (text: string) => void;
  readonly act: (at: Date, who: string, what: string) => void;
  readonly answer: (text: string) => void;
  readonly record: (body: string) => void;
  readonly say: (text: string) => void;
  readonly block: (title: string, text: string) => void;
};

type Paint = (code: string, text: string) => string;

export function narrator(write: (text: string) => void, colours: boolean): Narrator {
  const paint: Paint = (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const line = (text: string): void => {
    write(`${text}\n`);
  };
  return {
    title: (text) => {
      line(`\n${paint('1', `━━ ${text} `)}${paint('2', '━'.repeat(Math.max(3, 92 - text.length)))}`);
    },
    act: (at, who, what) => {
      line(`${paint('2', clockText(at))}  ${paint('36', who.padEnd(10))} ${what}`);
    },
    answer: (text) => {
      line(`${' '.repeat(27)}${paint('33', text)}`);
    },
    record: (body) => {
      for (const text of headOf(body)) line(`${' '.repeat(27)}${paint('2', '│')} ${text}`);
    },
    say: (text) => {
      line(`${paint('2', '               ')}${text}`);
    },
    block: (title, text) => {
      line(`\n${paint('1', `── ${title}`)}`);
      line(text);
    },
  };
}

const PARTS = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });

function clockText(at: Date): string {
  return PARTS.format(at).replace(',', ' ').padEnd(14);
}

/** The headline and the lines that say what is next, from whom, and why; Markdown marks removed. */
export function headOf(body: string): readonly string[] {
  const lines = body.split('\n');
  const head = lines.filter((text) => text.startsWith('### ') || /^\*\*(?:Next|Who|Why):\*\*/u.test(text));
  return head.slice(0, 4).map((text) => text.replace(/^### /u, '').replaceAll('**', '').replaceAll('`', ''));
}
