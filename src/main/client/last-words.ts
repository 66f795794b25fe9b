/**
 * The lines that tell why a process ended, from all that it printed. Node prints the error somewhere above its stack,
 * so the stack, the line of source with its mark, and what a log continues with are left out.
 */
export function lastWords(printed: string, lines = 6): string[] {
  const all = printed.split('\n');
  return all
    .filter((line, i) => line.trim() !== '' && !NOISE.test(line) && !MARK.test(all[i + 1] ?? ''))
    .slice(-lines);
}

const NOISE = /^(\s|}|Node\.js v|node:internal\/|file:\/\/)/;
const MARK = /^\s*\^+\s*$/;
