/** Where people meet the forge, as against its API: links and sign-ins lead there. */

/** `https://api.github.com` is the API of `https://github.com`; on a server of one's own it is a path. */
export function webOf(api: string): string {
  const url = new URL(api);
  const host = url.host.startsWith('api.') ? url.host.slice('api.'.length) : url.host;
  return `${url.protocol}//${host}`;
}
