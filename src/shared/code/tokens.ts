/** A line of Python in the parts that are shown apart. */
export interface Token {
  readonly type: 'comment' | 'string' | 'keyword' | 'plain';
  readonly text: string;
}

const PARTS =
  /(?<comment>#.*)|(?<string>"(?:[^"\\]|\\.)*")|(?<keyword>\b(?:import|from|as|class|def|return|for|in|if|None|True|False|self)\b)/g;

/** The parts of a line, which together are the line. */
export function tokens(line: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  for (const match of line.matchAll(PARTS)) {
    if (match.index > at) found.push({ type: 'plain', text: line.slice(at, match.index) });
    const { comment, string } = match.groups!;
    found.push({ type: comment ? 'comment' : string ? 'string' : 'keyword', text: match[0] });
    at = match.index + match[0].length;
  }
  return at < line.length ? [...found, { type: 'plain', text: line.slice(at) }] : found;
}
