/** Questions that a client can end by the stream it named, from when they come to the core until they are answered. */
export interface Streams {
  /** Does the work; `ended` says whether it is to end. */
  run<T>(stream: string | null, work: (ended: () => boolean) => Promise<T>): Promise<T>;
  end(stream: string): void;
}

export function openStreams(): Streams {
  const open = new Map<string, { ended: boolean }>();
  return {
    async run(stream, work) {
      const own = { ended: false };
      if (stream !== null) open.set(stream, own);
      try {
        return await work(() => own.ended);
      } finally {
        if (stream !== null && open.get(stream) === own) open.delete(stream);
      }
    },
    end(stream) {
      const own = open.get(stream);
      if (own) own.ended = true;
    },
  };
}
