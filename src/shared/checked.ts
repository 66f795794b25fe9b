/** A value from outside against its schema: the first thing that is wrong with it as a sentence of ours, never zod's. */
import type { z } from 'zod';
import { err, ok } from './result.ts';
import type { Result } from './result.ts';
import type { Said } from './words/said.ts';
import { valueWords } from './words/values.ts';
import type { Because, ValueForm } from './words/values.ts';

export interface Refused {
  /** Keys from the outside in; empty is the value itself. */
  readonly path: readonly string[];
  readonly reason: Said;
}

export function checked<T>(schema: z.ZodType<T>, value: unknown): Result<T, Refused> {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? ok(parsed.data) : err(refusedBy(parsed.error.issues[0]!));
}

/** The sentence with its place before it. */
export const refusedText = ({ path, reason }: Refused): Said =>
  path.length > 0 ? valueWords.at(path.join('.'), reason) : reason;

type Issue = z.core.$ZodIssue;

function refusedBy(issue: Issue): Refused {
  const path = issue.path.map(String);
  switch (issue.code) {
    case 'unrecognized_keys':
      return { path: [...path, issue.keys[0]!], reason: valueWords.unknown };
    case 'invalid_key':
    case 'invalid_element': {
      const inner = refusedBy(issue.issues[0]!);
      return { path: [...path, ...inner.path], reason: inner.reason };
    }
    case 'invalid_union': {
      // The form that fits furthest is the one that was meant.
      const [nearest] = issue.errors
        .flatMap(([first]) => (first ? [refusedBy(first)] : []))
        .sort((a, b) => b.path.length - a.path.length);
      return nearest && nearest.path.length > 0
        ? { path: [...path, ...nearest.path], reason: nearest.reason }
        : { path, reason: valueWords.noForm };
    }
    default:
      return { path, reason: reasonOf(issue) };
  }
}

const FORMS: Readonly<Record<string, ValueForm>> = {
  string: 'text',
  number: 'number',
  int: 'whole',
  boolean: 'flag',
  array: 'list',
  object: 'record',
  record: 'record',
};

function reasonOf(issue: Issue): Said {
  if (issue.input === undefined && issue.code !== 'custom') return valueWords.missing;
  switch (issue.code) {
    case 'invalid_type': {
      const form = FORMS[issue.expected];
      return form ? valueWords.form(form) : valueWords.noForm;
    }
    case 'too_small': {
      const least = Number(issue.minimum);
      if (issue.origin === 'string') return valueWords.textEmpty;
      if (issue.origin === 'array')
        return issue.exact ? valueWords.entriesExactly(least) : valueWords.entriesAtLeast(least);
      return issue.inclusive ? valueWords.atLeast(least) : valueWords.above(least);
    }
    case 'too_big': {
      const most = Number(issue.maximum);
      if (issue.origin === 'string') return valueWords.textTooLong(most);
      if (issue.origin === 'array')
        return issue.exact ? valueWords.entriesExactly(most) : valueWords.entriesAtMost(most);
      return issue.inclusive ? valueWords.atMost(most) : valueWords.below(most);
    }
    case 'invalid_value':
      return valueWords.oneOf(issue.values.map(String));
    case 'custom':
      return (issue.params as Partial<Because['params']> | undefined)?.reason ?? valueWords.noForm;
    default:
      return valueWords.noForm;
  }
}
