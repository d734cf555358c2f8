/*
 * Files and folders of a commit as JSON.
 */
import { blobSha } from '../state/history.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Commit, Repository } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { repoApi, repoPage } from './repositories.ts';

export type At = { readonly repo: Repository; readonly ref: string; readonly commit: Commit };

function entryJson(
  world: World,
  { repo, ref }: At,
  entry: {
    readonly path: string;
    readonly sha: string;
    readonly size: number;
    readonly type: 'file' | 'dir';
  },
): JsonObject {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const url = `${repoApi(world, repo)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const page = `${repoPage(world, repo)}/${entry.type === 'file' ? 'blob' : 'tree'}/${ref}/${path}`;
  const git = `${repoApi(world, repo)}/git/${entry.type === 'file' ? 'blobs' : 'trees'}/${entry.sha}`;
  return {
    name: entry.path.split('/').at(-1) ?? entry.path,
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url,
    html_url: page,
    git_url: git,
    download_url: entry.type === 'file' ? `${repoPage(world, repo)}/raw/${ref}/${path}` : null,
    type: entry.type,
    _links: { self: url, git, html: page },
  };
}

/** A file without its content, as a write answers. */
export function fileEntryJson(world: World, at: At, path: string): JsonObject {
  const content = at.commit.tree.get(path) ?? '';
  const size = Buffer.byteLength(content);
  return entryJson(world, at, { path, sha: blobSha(content), size, type: 'file' });
}

/** More than this the contents address does not carry. */
const mostBytes = 1_048_576;

export function contentJson(world: World, at: At, path: string): JsonObject {
  if (Buffer.byteLength(at.commit.tree.get(path) ?? '') > mostBytes)
    return { ...fileEntryJson(world, at, path), content: '', encoding: 'none' };
  const encoded = Buffer.from(at.commit.tree.get(path) ?? '', 'utf8')
    .toString('base64')
    .replace(/.{60}/g, '$&\n');
  return {
    ...fileEntryJson(world, at, path),
    content: encoded.endsWith('\n') ? encoded : `${encoded}\n`,
    encoding: 'base64',
  };
}

export function folderJson(world: World, at: At, folder: string): readonly JsonObject[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = new Map<string, JsonObject>();
  for (const [path, content] of at.commit.tree) {
    if (!path.startsWith(prefix)) continue;
    const [name = '', ...deeper] = path.slice(prefix.length).split('/');
    const type = deeper.length === 0 ? 'file' : 'dir';
    const size = type === 'file' ? Buffer.byteLength(content) : 0;
    entries.set(
      name,
      entryJson(world, at, {
        path: `${prefix}${name}`,
        sha: blobSha(type === 'file' ? content : path),
        size,
        type,
      }),
    );
  }
  return [...entries.values()];
}
