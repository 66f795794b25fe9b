/** `generate`: what a trained network makes. */
import { randomUUID } from 'node:crypto';
import { isPicture } from '../../shared/contract/generate.ts';
import type { Generated, GenerateRequest } from '../../shared/contract/generate.ts';
import { csvLine } from '../../shared/data/csv.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { measured } from '../../shared/words/numbers.ts';
import { defineCommand, EXIT } from './command.ts';
import type { Session } from './command.ts';
import { findRun } from './find.ts';
import { table } from './output.ts';
import { writeNamed } from './write.ts';

export const generateCommand = defineCommand({
  name: 'generate',
  summary: words.summaries.generate,
  positionals: [{ name: 'RUN' }],
  options: {
    prompt: { type: 'text', value: 'TEXT', doc: words.flags.prompt },
    length: { type: 'integer', value: 'N', min: 1, max: 10_000, doc: words.flags.length },
    temperature: { type: 'number', value: 'T', min: 0, max: 100, doc: words.flags.temperature },
    'top-k': { type: 'integer', value: 'K', min: 1, max: 1_000_000, doc: words.flags.topK },
    'top-p': { type: 'number', value: 'P', min: 0.001, max: 1, doc: words.flags.topP },
    seed: { type: 'integer', value: 'N', min: 0, max: 0xffffffff, doc: words.flags.generateSeed },
    beam: { type: 'integer', value: 'N', min: 1, max: 64, doc: words.flags.beam },
    'length-power': { type: 'number', value: 'A', min: 0, max: 4, rare: true, doc: words.flags.lengthPower },
    rows: { type: 'text', value: 'LIST', doc: words.flags.sourceRows },
    samples: { type: 'integer', value: 'N', min: 1, max: 400, rare: true, doc: words.flags.samples },
    to: { type: 'text', value: 'FILE', doc: words.flags.toFile },
  },
  async run(session, [given], options) {
    const { prompt, length, temperature, seed, beam, samples, to } = options;
    const core = await session.core();
    const run = await findRun(core, given!);
    const request: GenerateRequest = {
      prompt,
      length,
      temperature,
      topK: options['top-k'],
      topP: options['top-p'],
      seed,
      beam,
      lengthPower: options['length-power'],
      rows: options.rows === undefined ? undefined : rowList(options.rows),
      samples,
    };
    const stream = randomUUID();
    let signal: 'SIGINT' | 'SIGTERM' | null = null;
    session.onSignal((heard) => {
      signal = heard;
      void core.request('runs.cancel', { stream });
    });
    let begun = false;
    core.on('generate.written', (more) => {
      if (more.stream !== stream) return;
      if (!begun) session.out.write(prompt ?? '');
      begun = true;
      session.out.write(more.text);
      session.out.event({ event: 'written', text: more.text });
    });
    const { value, bytes } = await core.requestBytes('runs.generate', { run: run.id, stream, ...request });
    if (begun) session.out.say();
    session.out.event({ event: 'generated', run: run.id, ...value });
    tell(session, value);
    const contents = isPicture(value) ? bytes : asText(value);
    if (to !== undefined) {
      session.out.say(words.exported(await writeNamed(to, contents), contents.length));
    } else if (isPicture(value)) {
      throw new Failed(failure('wrong-usage', { detail: words.picturesNeedFile }));
    }
    return signal === null ? EXIT.done : EXIT[signal];
  },
});

/** `1,4-9`, counted from 1, as rows are told of. */
function rowList(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from, to = from] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part.trim()) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === undefined || first < 1 || last < first)
      throw new Failed(failure('wrong-usage', { detail: words.notRows(text) }));
    return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
  });
}

function tell({ out }: Session, made: Generated): void {
  switch (made.form) {
    case 'text':
      if (made.unknown.length > 0) out.note(words.unknownPieces(made.unknown));
      return;
    case 'answers':
      if (made.unknown.length > 0) out.note(words.unknownPieces(made.unknown));
      for (const { source, target, answers } of made.sources) {
        out.say(words.answered(source, target));
        for (const { text, score, ended } of answers) out.say(`  ${words.answer(text, score, ended)}`);
      }
      return;
    case 'numbers':
      out.say(
        table(
          made.names,
          made.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? measured(cell) : cell))),
          made.names.flatMap((_, i) => (typeof made.rows[0]?.[i] === 'number' ? [i] : [])),
        ),
      );
      return;
    case 'pictures':
    case 'reconstructions':
  }
}

/** What a file gets: the whole text, the best answers line by line, or a table. */
function asText(made: Exclude<Generated, { width: number }>): string {
  const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
  switch (made.form) {
    case 'text':
      return made.prompt + made.text;
    case 'answers':
      return lines(made.sources.map(({ answers }) => answers[0]?.text ?? ''));
    case 'numbers':
      return [made.names, ...made.rows].map((row) => csvLine(row)).join('');
  }
}
