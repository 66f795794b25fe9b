/** One thing after another for each key. */
export function turns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const now = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, now);
    const forget = (): void => {
      if (last.get(key) === now) last.delete(key);
    };
    now.then(forget, forget);
    return now;
  };
}
