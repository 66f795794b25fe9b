/** Long lines of Python as black breaks them: what stands in brackets comes on lines of its own. */

/** Characters in a line. */
export const WIDTH = 88;

interface Pair {
  readonly open: number;
  readonly close: number;
}

/** The outermost bracket pairs of a line, and the commas within each; what stands in strings does not count. */
function outermost(text: string): readonly (Pair & { readonly commas: readonly number[] })[] {
  const pairs: (Pair & { commas: number[] })[] = [];
  let [depth, open, commas, quoted] = [0, 0, [] as number[], false];
  for (const [i, char] of [...text].entries()) {
    if (char === '"' && text[i - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if ('([{'.includes(char) && depth++ === 0) [open, commas] = [i, []];
    else if (')]}'.includes(char) && --depth === 0) pairs.push({ open, close: i, commas });
    else if (char === ',' && depth === 1) commas.push(i);
  }
  return pairs;
}

/** One line, or several where it is too long and has brackets to break it in. Of ASCII, as code is. */
export function wrapped(line: string): readonly string[] {
  if (line.length <= WIDTH || line.trim().startsWith('#')) return [line];
  const longest = outermost(line).reduce<ReturnType<typeof outermost>[number] | null>(
    (found, pair) => (found && found.close - found.open >= pair.close - pair.open ? found : pair),
    null,
  );
  if (!longest || longest.close - longest.open < 2) return [line];
  const { open, close, commas } = longest;
  const indent = line.slice(0, line.search(/\S/));
  const inner = `${indent}    `;
  const whole = inner + line.slice(open + 1, close).trim();
  const ends = [...commas, close];
  const items = ends
    .map((end, i) => line.slice(i === 0 ? open + 1 : ends[i - 1]! + 1, end).trim())
    .filter((item) => item !== '')
    .flatMap((item) => wrapped(`${inner}${item}${commas.length > 0 ? ',' : ''}`));
  return [
    line.slice(0, open + 1),
    ...(whole.length <= WIDTH ? [whole] : items),
    ...wrapped(`${indent}${line.slice(close)}`),
  ];
}
