/*
 * What a browser does when somebody clicks a task box: it rewrites one character of the text it shows and saves
 * the whole text. The box is found by the hidden marker of its line; every other character stays as it was.
 */
export type Tick = { readonly marker: string; readonly checked: boolean };

const box = /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[([ xX])\]/;

/** Returns the text with the boxes set, or throws with the markers that have no box. */
export function setBoxes(text: string, ticks: readonly Tick[]): string {
  const lines = text.split('\n');
  for (const { marker, checked } of ticks) {
    const needle = `<!-- ${marker} -->`;
    const place = lines.findIndex((line) => line.includes(needle) && box.test(line));
    const line = lines[place];
    if (line === undefined)
      throw new Error(`No task box with the marker ${needle} in this text:\n${text}`);
    const at = line.indexOf('[', line.search(/\S/));
    lines[place] = `${line.slice(0, at + 1)}${checked ? 'x' : ' '}${line.slice(at + 2)}`;
  }
  return lines.join('\n');
}
