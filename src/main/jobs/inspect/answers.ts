/** What a network's output says of a sample, in the terms of the data: classes, or numbers in their columns' own units. */
import type { Answer, ColumnAnswer } from '../../../shared/contract/core.ts';
import type { InputPreprocessing } from '../../../shared/data/preprocessing.ts';
import type { LoadedModel } from '../model/model.ts';
import { unprepared } from '../model/preprocess.ts';
import { probabilities } from '../model/probabilities.ts';

/** `values`: what the output gives for the sample. */
export function answerOf(model: LoadedModel, output: string, values: readonly number[]): Answer {
  const target = model.preprocessing.targets[output];
  switch (target?.type) {
    case 'category':
      return { ...amongClasses(probabilities(model, output, values), target.classes), columns: null };
    case 'input':
      return givenBack(model.preprocessing.inputs[target.input]!, values);
    default:
      return { values, classes: null, best: null, columns: null };
  }
}

function amongClasses(
  parts: readonly number[],
  classes: readonly string[],
): Pick<Answer, 'values' | 'classes' | 'best'> {
  const best = parts.indexOf(Math.max(...parts));
  return { values: parts, classes, best: classes[best] ?? null };
}

/** The values of an input as its columns hold them. */
function givenBack(input: InputPreprocessing, values: readonly number[]): Answer {
  const own = [...unprepared(Float32Array.from(values), input)];
  const { columns } = input;
  if (!columns.every(({ type }) => type === 'number' || type === 'category'))
    return { values: own, classes: null, best: null, columns: null };
  const width = columns.reduce((sum, { classes }) => sum + (classes?.length ?? 1), 0);
  /** The numbers of a place in the rows of the sample, one after the other. */
  const inRows = (from: number, size: number): number[][] =>
    Array.from({ length: own.length / width }, (_, row) =>
      own.slice(row * width + from, row * width + from + size),
    );
  let place = 0;
  const answers = columns.flatMap(({ name, classes }): ColumnAnswer[] => {
    const rows = inRows(place, classes?.length ?? 1);
    place += classes?.length ?? 1;
    if (!classes) return [{ name, values: rows.flat(), classes: null, best: null }];
    return rows.map((scores, row) => ({
      name: rows.length > 1 ? `${name} ${row + 1}` : name,
      ...amongClasses(shares(scores), classes),
    }));
  });
  return { values: answers.flatMap((answer) => answer.values), classes: null, best: null, columns: answers };
}

/** What stands for a class' ones and zeros as probabilities. */
function shares(scores: readonly number[]): readonly number[] {
  const parts = scores.map((score) => Math.min(1, Math.max(0, score)));
  const sum = parts.reduce((all, part) => all + part, 0);
  return parts.map((part) => (sum > 0 ? part / sum : 1 / parts.length));
}
