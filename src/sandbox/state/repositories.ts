/*
 * What a repository holds besides its conversations: commits, branches, rights, protection, labels.
 * A commit carries its whole tree as a shared read-only map, so that diffs and merges need no object store.
 */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export type Collaborator = {
  readonly role: Role;
  /** The name shown as role_name; differs from role only for custom repository roles. */
  readonly roleName: string;
};

export type Protection = {
  readonly requiredChecks: readonly RequiredCheck[];
  readonly requiredReviews: number;
  readonly dismissStaleReviews: boolean;
  readonly requireLastPushApproval: boolean;
  readonly enforceAdmins: boolean;
  readonly mergeQueue: boolean;
};

export type RequiredCheck = {
  readonly context: string;
  /** The app that must report the check; null accepts any reporter. */
  readonly integrationId: number | null;
};

export type Repository = {
  readonly id: number;
  readonly nodeId: string;
  readonly ownerId: number;
  readonly name: string;
  readonly description: string | null;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly collaborators: ReadonlyMap<number, Collaborator>;
  readonly teamRoles: ReadonlyMap<number, Role>;
  /** Full ref name without `refs/`, such as `heads/main`, to commit sha. */
  readonly refs: ReadonlyMap<string, string>;
  readonly protection: ReadonlyMap<string, Protection>;
  readonly nextNumber: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly pushedAt: string;
};

export type Label = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
  readonly default: boolean;
};

export type Signature = {
  readonly name: string;
  readonly email: string;
  readonly date: string;
  /** The account GitHub would find by the address, or null when the address is nobody's. */
  readonly userId: number | null;
};

export type Tree = ReadonlyMap<string, string>;

export type Commit = {
  readonly id: number;
  readonly repoId: number;
  readonly sha: string;
  readonly treeSha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
  readonly tree: Tree;
  /** With a key that the forge knows to be the committer's. */
  readonly signed: boolean;
};
