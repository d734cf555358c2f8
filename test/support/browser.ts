// A browser of one person, as far as a sign-in needs one: cookies by origin, redirects one by one, forms. It is
// signed in at the sandbox forge as whoever was chosen.
export type Page = { readonly url: string; readonly status: number; readonly html: string };

export type Browser = {
  readonly person: string;
  /** Follows redirects until there is a page. */
  readonly opens: (url: string) => Promise<Page>;
  /** Opens, answers the forge's question, and ends on the page that follows; `via` lists every address on the way. */
  readonly signsIn: (
    url: string,
    decision?: 'authorize' | 'cancel',
  ) => Promise<Page & { readonly via: readonly string[] }>;
  /** What it would send to this address. */
  readonly cookies: Map<string, string>;
};

export function openBrowser(person: string, forge: string): Browser {
  const cookies = new Map<string, string>([[forge, `as=${person}`]]);
  const ask = async (url: string, body?: URLSearchParams): Promise<Response> => {
    const { origin } = new URL(url);
    const cookie = cookies.get(origin) ?? '';
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, ...(body === undefined ? {} : { origin }) },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookies.set(origin, set.split(';')[0] ?? '');
    return response;
  };
  const follow = async (url: string, via: string[], body?: URLSearchParams): Promise<Page> => {
    via.push(url);
    const response = await ask(url, body);
    const next = response.headers.get('location');
    if (next !== null) return follow(new URL(next, url).href, via);
    return { url, status: response.status, html: await response.text() };
  };
  return {
    person,
    cookies,
    opens: (url) => follow(url, []),
    signsIn: async (url, decision = 'authorize') => {
      const via: string[] = [];
      const asked = await follow(url, via);
      if (!asked.html.includes('name="decision"')) return { ...asked, via };
      const page = await follow(asked.url, via, new URLSearchParams({ decision }));
      return { ...page, via };
    },
  };
}

/** Nobody listens there, a moment ago. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
