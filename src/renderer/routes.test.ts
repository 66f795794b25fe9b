import { expect, test } from 'vitest';
import { hashOf, HOME, placeOf, routes } from './routes.ts';
import type { RouteName } from './routes.ts';

test('every screen is found again by its address', () => {
  for (const route of Object.keys(routes) as RouteName[]) {
    expect(placeOf(hashOf(route))).toEqual({ route, id: null });
    expect(placeOf(hashOf(route, 'a/b c%'))).toEqual({ route, id: 'a/b c%' });
  }
});

test.each(['', '#', '#/nowhere', '#/toString', '#/../etc'])('%j leads home', (hash) =>
  expect(placeOf(hash)).toEqual(HOME),
);

test('a broken id is none', () => expect(placeOf('#/data/%E0%A4%A')).toEqual({ route: 'data', id: null }));

test('no shortcut leads to two screens', () => {
  const keys = Object.values(routes).flatMap((route) => ('keys' in route ? [route.keys] : []));
  expect(new Set(keys).size).toBe(keys.length);
});
