import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureText } from '../words/failures.ts';
import type { Project } from './document.ts';
import { parseProject, projectText } from './parse.ts';
import { starterProject } from './starter.ts';
import { table } from './testing.ts';

const project = starterProject(table(4), 'Iris');
const says = (text: string): string => {
  const parsed = parseProject(text, 'iris.neuroloom');
  return parsed.ok ? 'opened' : failureText(parsed.error);
};
const changed = (change: (copy: Project) => void): string => {
  const copy = structuredClone(project);
  change(copy);
  return projectText(copy);
};

describe('parseProject', () => {
  test('gives back what was saved', () => {
    expect(parseProject(projectText(project), 'iris.neuroloom')).toEqual({ ok: true, value: project });
  });

  test('says what is wrong with a file, and never throws', () => {
    expect(says('{"format": ')).toContain('it is not JSON');
    expect(says('{"format":"something"}')).toContain('it is not a Neuroloom project');
    expect(says(changed((copy) => Object.assign(copy, { version: 99 })))).toContain(
      'saved by a newer Neuroloom',
    );
    expect(says(changed((copy) => Object.assign(copy.training, { epochs: 'many' })))).toContain(
      'training.epochs',
    );
    expect(
      says(changed((copy) => (copy.networks[0]!.nodes[1]!.id = copy.networks[0]!.nodes[0]!.id))),
    ).toContain('stands for two things');
    expect(
      says(changed((copy) => (copy.networks[0]!.nodes[1]!.id = `${copy.networks[0]!.nodes[0]!.id}.norm`))),
    ).toContain('that of a layer inside another');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(says(text)).not.toBe('opened');
      }),
    );
  });

  test('keeps a layer of an unknown kind, so that the canvas can show it', () => {
    const text = changed((copy) => (copy.networks[0]!.nodes[1]!.kind = 'quantumLayer'));
    expect(says(text)).toBe('opened');
  });

  test('a file cannot reach the prototype of anything', () => {
    const text = projectText(project).replace(
      '"params": {',
      '"params": { "__proto__": { "polluted": true },',
    );
    parseProject(text, 'iris.neuroloom');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
