/** Web Crypto is in Node and in every browser; this folder has the types of neither. */
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

/** A short id, unique enough for the nodes and edges of one document. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `${prefix}-${Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')}`;
}

/** A layer's name: unique among `taken`, "Dense", then "Dense 2", "Dense 3", … */
export function uniqueName(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  if (!used.has(base)) return base;
  const stem = base.replace(/ \d+$/, '');
  for (let n = 2; ; n++) if (!used.has(`${stem} ${n}`)) return `${stem} ${n}`;
}
