import { describe, expect, test } from 'vitest';
import { codeLanguages, codeOf } from '../code/index.ts';
import { applyEdits } from './apply.ts';
import { checkProject } from './check.ts';
import { COMMENT_LENGTH } from './document.ts';
import type { Comment, Project } from './document.ts';
import { expandNetwork } from './expand.ts';
import { collapseEdits } from './grouping.ts';
import { inferNetwork } from './infer.ts';
import { parseProject, projectText } from './parse.ts';
import { starterProject } from './starter.ts';
import { pictures } from './testing.ts';

const project = starterProject(pictures(28), 'Digits');
const comment: Comment = {
  id: 'c-1',
  text: 'Two lines,\nboth kept',
  position: { x: 10, y: 20 },
  size: { width: 200, height: 80 },
  colour: 'merge',
};
const commented = (changed: Partial<Comment> = {}, to: Project = project): Project =>
  applyEdits(to, [{ edit: 'add-comment', network: to.networks[0]!.id, comment: { ...comment, ...changed } }]);
const opened = (of: Project) => parseProject(projectText(of), 'digits.neuroloom');

describe('comments', () => {
  test('are kept in the file; one without any opens as it always did', () => {
    expect(opened(commented())).toEqual({ ok: true, value: commented() });
    expect(projectText(project)).not.toContain('comments');
    expect(opened(project)).toEqual({ ok: true, value: project });
  });

  test('of strangers are bounded: length, size, colour, id', () => {
    expect(opened(commented({ text: 'x'.repeat(COMMENT_LENGTH) })).ok).toBe(true);
    expect(opened(commented({ text: 'x'.repeat(COMMENT_LENGTH + 1) })).ok).toBe(false);
    expect(opened(commented({ size: { width: 1e9, height: 80 } })).ok).toBe(false);
    expect(opened(commented({ colour: 'url(x)' as never })).ok).toBe(false);
    expect(opened(commented({ id: project.networks[0]!.nodes[0]!.id })).ok).toBe(false);
  });

  test('and colours are no part of the network: checks, what is trained and code do not see them', () => {
    const nodes = project.networks[0]!.nodes.map(({ id }) => id);
    const drawn = applyEdits(commented(), [
      { edit: 'set-colour', network: project.networks[0]!.id, of: nodes, colour: 'pooling' },
    ]);
    const [before, after] = [project.networks[0]!, drawn.networks[0]!];
    expect(checkProject(drawn, pictures(28))).toEqual(checkProject(project, pictures(28)));
    expect(inferNetwork(after).problems).toEqual([]);
    for (const language of codeLanguages)
      expect(codeOf(language, drawn, after, null)).toEqual(codeOf(language, project, before, null));
  });

  test('in a group leave what it is made of as it is', () => {
    const network = project.networks[0]!.id;
    const inner = project.networks[0]!.nodes.filter(({ kind }) => kind === 'dense').slice(0, 1);
    const ids = inner.map(({ id }) => id);
    const grouped = (from: Project, boxes: readonly string[]): Project => {
      const made = collapseEdits(from.networks[0]!, boxes);
      if (!made.ok) throw new Error(made.error);
      return applyEdits(from, made.value.edits);
    };
    const kindsIn = (of: Project): readonly string[] =>
      expandNetwork(of.networks[0]!).nodes.map(({ kind }) => kind);
    const held = grouped(commented(), [...ids, comment.id]);
    expect(held.networks[0]).not.toHaveProperty('comments');
    expect(projectText(held)).toContain('both kept');
    expect(opened(held).ok).toBe(true);
    expect(kindsIn(held)).toEqual(kindsIn(grouped(project, ids)));
    expect(inferNetwork(held.networks.find(({ id }) => id === network)!).problems).toEqual([]);
  });
});
