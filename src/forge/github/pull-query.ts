/**
 * A pull request with everything around it, in one question. The answer is told in the words of REST
 * (`pull-words.ts`); lists that do not fit the question are read from their own address instead (`pull-parts.ts`).
 */
const ACCOUNT = `fragment account on Actor {
  __typename
  login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Organization { databaseId }
  ... on Mannequin { databaseId }
}`;

const COMMIT = `fragment commit on Commit {
  oid
  message
  tree { oid }
  parents(first: 10) { nodes { oid } }
  signature { isValid }
  author { ...hand }
  committer { ...hand }
  authors(first: 20) { nodes { ...hand } }
}
fragment hand on GitActor {
  email
  user { __typename login databaseId }
}`;

const CHECKS = `fragment checks on Commit {
  oid
  status { state }
  checkSuites(first: 100) {
    nodes {
      app { databaseId slug }
      workflowRun { workflow { name } }
      checkRuns(first: 100, filterBy: { checkType: LATEST }) {
        nodes { databaseId name status conclusion startedAt detailsUrl }
        pageInfo { hasNextPage }
      }
    }
    pageInfo { hasNextPage }
  }
}`;

const OWNERS = `fragment owners on Commit {
  first: file(path: ".github/CODEOWNERS") { ...text }
  second: file(path: "CODEOWNERS") { ...text }
  third: file(path: "docs/CODEOWNERS") { ...text }
}
fragment text on TreeEntry {
  object { ... on Blob { text isTruncated } }
}`;

export const PULL_QUERY = `query ($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    databaseId
    pullRequest(number: $number) {
      number
      url
      title
      body
      state
      isDraft
      merged
      mergedAt
      mergeCommit { oid }
      author { ...account }
      headRefName
      headRefOid
      baseRefName
      baseRef { target { ...owners } }
      isCrossRepository
      changedFiles
      labels(first: 100) { nodes { name } }
      files(first: 100) {
        nodes { path additions deletions changeType }
        pageInfo { hasNextPage }
      }
      reviews(first: 100) {
        nodes { author { ...account } state submittedAt commit { oid } }
        pageInfo { hasNextPage }
      }
      commits(first: 100) {
        nodes { commit { ...commit } }
        pageInfo { hasNextPage }
      }
      head: commits(last: 1) { nodes { commit { ...checks } } }
    }
  }
}
${ACCOUNT}
${COMMIT}
${CHECKS}
${OWNERS}`;
