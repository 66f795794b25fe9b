import { expect, test } from 'vitest';
import { when } from './moments.ts';

const now = new Date(2026, 10, 23, 14, 30);

test.each([
  [new Date(2026, 10, 23, 14, 29, 30), 'just now'],
  [new Date(2026, 10, 23, 14, 18), '12\u202fmin ago'],
  [new Date(2026, 10, 23, 9, 5), 'today 9:05'],
  [new Date(2026, 10, 23, 18, 0), 'today 18:00'],
  [new Date(2026, 10, 22, 23, 59), 'yesterday 23:59'],
  [new Date(2026, 4, 3), '3 May'],
  [new Date(2024, 4, 3), '3 May 2024'],
])('%s is %s', (moment, text) => expect(when(moment, now)).toBe(text));
