import { describe, expect, it } from 'vitest';
import { emptyProject } from '../../shared/network/starter.ts';
import { EMPTY_HISTORY, record, redone, undone } from './history.ts';
import type { History } from './history.ts';

const documents = ['a', 'b', 'c', 'd'].map(emptyProject);
const [a, b, c, d] = documents as [
  (typeof documents)[0],
  (typeof documents)[0],
  (typeof documents)[0],
  (typeof documents)[0],
];

const step = (
  history: History,
  before: typeof a,
  after: typeof a,
  key: string | null = null,
  at = 0,
): History => record(history, { name: `to ${after.name}`, before, after, key, at });

describe('history', () => {
  it('goes back and forth through the documents', () => {
    const two = step(step(EMPTY_HISTORY, a, b), b, c);
    const one = undone(two)!;
    expect(one.document).toBe(b);
    expect(undone(one.history)!.document).toBe(a);
    expect(redone(one.history)!.document).toBe(c);
    expect(undone(redone(one.history)!.history)!.document).toBe(b);
  });

  it('has nothing to take back at its ends', () => {
    expect(undone(EMPTY_HISTORY)).toBeNull();
    expect(redone(step(EMPTY_HISTORY, a, b))).toBeNull();
  });

  it('takes steps of one key that follow closely back as one', () => {
    const typed = step(step(step(EMPTY_HISTORY, a, b, 'name', 0), b, c, 'name', 900), c, d, 'name', 1800);
    expect(typed.past).toHaveLength(1);
    expect(undone(typed)!.document).toBe(a);
    expect(redone(undone(typed)!.history)!.document).toBe(d);
  });

  it('keeps steps apart after a pause, of different keys, and of none', () => {
    expect(step(step(EMPTY_HISTORY, a, b, 'name', 0), b, c, 'name', 5000).past).toHaveLength(2);
    expect(step(step(EMPTY_HISTORY, a, b, 'name', 0), b, c, 'units', 10).past).toHaveLength(2);
    expect(step(step(EMPTY_HISTORY, a, b), b, c).past).toHaveLength(2);
  });

  it('does not add to a step that was undone and redone', () => {
    const back = undone(step(EMPTY_HISTORY, a, b, 'name', 0))!.history;
    expect(step(redone(back)!.history, b, c, 'name', 10).past).toHaveLength(2);
  });

  it('forgets what was undone once something else is done', () => {
    const back = undone(step(EMPTY_HISTORY, a, b))!.history;
    expect(redone(step(back, a, c))).toBeNull();
  });
});
