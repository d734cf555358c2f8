/**
 * One parser for each kind of setting. What is wrong with a text is said in words that can stand in a log: the
 * text itself is repeated only where it cannot be a secret.
 */
import { createPrivateKey } from 'node:crypto';

/** What a parser answers: the value, or what is wrong with the text, in words that do not repeat a secret. */
export type Parsed<T> = { readonly value: T } | { readonly found: string };

/** A webhook secret shorter than this could be guessed by somebody who holds one signed delivery. */
export const SECRET_BYTES = 32;

export function parseAppId(text: string): Parsed<string> {
  return /^[1-9][0-9]{0,15}$/.test(text) ? { value: text } : { found: `"${text}"` };
}

/** PEM text, PEM with `\n` spelled out, or PEM in base64. */
export function parsePrivateKey(text: string): Parsed<string> {
  const begin = '-----BEGIN';
  const spelled = text.trim();
  const pem = spelled.includes(begin)
    ? spelled.replaceAll('\\n', '\n')
    : Buffer.from(spelled, 'base64').toString('utf8');
  if (!pem.includes(begin)) return { found: `${String(text.length)} characters that are not PEM` };
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return { value: pem };
    return { found: `a key of the kind ${key.asymmetricKeyType ?? 'unknown'}` };
  } catch {
    return { found: 'PEM text that is not a private key' };
  }
}

export function parseSecret(text: string): Parsed<string> {
  if (text === 'development') return { found: 'a word that everybody knows' };
  const bytes = Buffer.byteLength(text);
  return bytes >= SECRET_BYTES ? { value: text } : { found: `${String(bytes)} bytes` };
}

export function parseClientId(text: string): Parsed<string> {
  return /^[0-9A-Za-z._-]{8,100}$/.test(text) ? { value: text } : { found: `"${text}"` };
}

export function parseDatabaseUrl(text: string): Parsed<string> {
  const protocol = URL.canParse(text) ? new URL(text).protocol : null;
  if (protocol === 'postgres:' || protocol === 'postgresql:') return { value: text };
  return {
    found:
      protocol === null ? 'text that is not an address' : `an address that begins with ${protocol}`,
  };
}

export function parsePublicUrl(text: string): Parsed<string> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && url.search === '' && url.hash === '' && url.username === '';
  if (!plain || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { found: `"${text}"` };
  return { value: url.href.endsWith('/') ? url.href.slice(0, -1) : url.href };
}

/** `none` is an empty list. Plain http is for an issuer on this very machine. */
export function parseIssuers(text: string): Parsed<readonly string[]> {
  if (text === 'none') return { value: [] };
  const issuers = text.split(',').map((one) => one.trim());
  return issuers.every(isIssuer) ? { value: issuers } : { found: `"${text}"` };
}

function isIssuer(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '' || text.endsWith('/') || /[?#]/.test(text)) return false;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (isHere && url.protocol === 'http:');
}

export function parseGheHost(text: string): Parsed<string> {
  const url = URL.canParse(`https://${text}`) ? new URL(`https://${text}`) : null;
  const onlyHost =
    url !== null &&
    url.href === `https://${url.host}/` &&
    text.toLowerCase().startsWith(url.hostname);
  return onlyHost && !text.includes('/') ? { value: text } : { found: `"${text}"` };
}

export function parseHost(text: string): Parsed<string> {
  return /^[0-9A-Za-z.:-]{1,253}$/.test(text) ? { value: text } : { found: `"${text}"` };
}

export function wholeUpTo(most: number): (text: string) => Parsed<number> {
  return wholeBetween(0, most);
}

export function wholeBetween(least: number, most: number): (text: string) => Parsed<number> {
  return (text) =>
    /^[0-9]{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most
      ? { value: Number(text) }
      : { found: `"${text}"` };
}

export function oneOf<T extends string>(words: readonly T[]): (text: string) => Parsed<T> {
  return (text) => {
    const word = words.find((each) => each === text);
    return word === undefined ? { found: `"${text}"` } : { value: word };
  };
}
