/*
 * Makes a screenshot small enough for a repository: the 256 colours that it uses most, every other pixel the
 * nearest of them. Reads what Chromium writes (eight bits a channel, not interlaced), writes one byte a pixel.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

type Image = { readonly width: number; readonly height: number; readonly colours: Uint32Array };

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [2, 3],
  [6, 4],
]);

export function smallPng(png: Buffer): Buffer {
  const { width, height, colours } = decode(png);
  const palette = mostUsed(colours);
  const nearest = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc(height * (width + 1));
  for (const [place, colour] of colours.entries()) {
    const index = nearest.get(colour) ?? nearestIn(palette, colour);
    nearest.set(colour, index);
    rows[place + Math.floor(place / width) + 1] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channelsOf))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function decode(png: Buffer): Image {
  const data: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 8, at + 8 + length);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') data.push(body);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      channels = body[8] === 8 && body[12] === 0 ? (CHANNELS.get(body[9] ?? 0) ?? 0) : 0;
    }
    at += 12 + length;
  }
  if (channels === 0) throw new Error('expected a screenshot of eight bits a channel');
  const bytes = unfilter(inflateSync(Buffer.concat(data)), { stride: width * channels, channels });
  const colours = new Uint32Array(width * height);
  for (let place = 0; place < colours.length; place += 1)
    colours[place] = bytes.readUIntBE(place * channels, 3);
  return { width, height, colours };
}

type Rows = { readonly stride: number; readonly channels: number };

/** Each byte was stored as the difference to a guess from its neighbours left, above and between. */
function unfilter(raw: Buffer, { stride, channels }: Rows): Buffer {
  const height = raw.length / (stride + 1);
  const out = Buffer.alloc(height * stride);
  for (let place = 0; place < out.length; place += 1) {
    const [row, column] = [Math.floor(place / stride), place % stride];
    const left = column < channels ? 0 : (out[place - channels] ?? 0);
    const above = row === 0 ? 0 : (out[place - stride] ?? 0);
    const corner = column < channels || row === 0 ? 0 : (out[place - stride - channels] ?? 0);
    const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)];
    const filter = raw[row * (stride + 1)] ?? 0;
    out[place] = (raw[place + row + 1] ?? 0) + (guess[filter] ?? 0);
  }
  return out;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((each) => Math.abs(guess - each));
  if ((a ?? 0) <= (b ?? 0) && (a ?? 0) <= (c ?? 0)) return left;
  return (b ?? 0) <= (c ?? 0) ? above : corner;
}

function mostUsed(colours: Uint32Array): readonly number[] {
  const uses = new Map<number, number>();
  for (const colour of colours) uses.set(colour, (uses.get(colour) ?? 0) + 1);
  const ranked = [...uses].toSorted(([, one], [, other]) => other - one);
  return ranked.slice(0, 256).map(([colour]) => colour);
}

function nearestIn(palette: readonly number[], wanted: number): number {
  const target = channelsOf(wanted);
  const far = palette.map((colour) =>
    channelsOf(colour).reduce((sum, each, index) => sum + (each - (target[index] ?? 0)) ** 2, 0),
  );
  return far.indexOf(Math.min(...far));
}

function channelsOf(colour: number): readonly number[] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}
