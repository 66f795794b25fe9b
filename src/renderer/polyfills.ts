/** What libraries of the window use and its oldest browser, Chromium 108, lacks. Imported before all else. */

interface Resolvers {
  promise: Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (reason?: unknown) => void;
}

/** @xyflow/svelte uses it; it came with Chromium 119. */
function withResolvers(): Resolvers {
  let settle: Pick<Resolvers, 'resolve' | 'reject'> | undefined;
  const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle! };
}

const promises = Promise as unknown as { withResolvers?: () => Resolvers };
promises.withResolvers ??= withResolvers;
