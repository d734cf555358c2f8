// Placeholder of the first minutes: the cluster follows with src/store/embedded.ts.
export function setup(): void {}
