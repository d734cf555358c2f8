/*
 * A visitor of the pages without a browser: one cookie, forms sent as a browser sends them, redirects followed.
 */
export type Seen = {
  readonly status: number;
  readonly url: string;
  readonly text: string;
  readonly headers: Headers;
};

export type Visitor = {
  readonly get: (path: string) => Promise<Seen>;
  /** Follows the redirect, as a browser does. */
  readonly post: (
    path: string,
    fields: Fields,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Seen>;
  readonly becomes: (login: string) => Promise<Seen>;
};

type Fields = Readonly<Record<string, string | readonly string[]>>;

export function visitorOf(origin: string): Visitor {
  let cookie = '';
  const look = async (url: string, init: RequestInit = {}): Promise<Seen> => {
    const headers = { ...(init.headers as Record<string, string> | undefined), cookie };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const to = response.headers.get('location');
    if (response.status === 303 && to !== null) return look(new URL(to, url).href);
    return { status: response.status, url, text: await response.text(), headers: response.headers };
  };
  const post: Visitor['post'] = (path, fields, headers = {}) => {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const each of [value].flat()) body.append(name, each);
    return look(`${origin}${path}`, { method: 'POST', body, headers });
  };
  return {
    get: (path) => look(`${origin}${path}`),
    post,
    becomes: (login) => post('/act-as', { login, back: '/' }),
  };
}
