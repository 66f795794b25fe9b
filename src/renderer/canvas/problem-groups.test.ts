import { expect, test } from 'vitest';
import { adviseProject } from '../../shared/network/advice/index.ts';
import { applyEdits } from '../../shared/network/apply.ts';
import { checkProject } from '../../shared/network/check.ts';
import { starterProject } from '../../shared/network/starter.ts';
import { pictures } from '../../shared/network/testing.ts';
import { groupProblems } from './problem-groups.ts';

test('problems come place by place, errors before advice, in the order of the pass', () => {
  const data = pictures(28);
  const set = (node: string, param: string, value: unknown) =>
    ({ edit: 'set-param', network: 'network', node, param, value }) as const;
  const project = applyEdits(starterProject(data, 'First'), [
    set('dense-2', 'units', 7),
    set('input-1', 'normalise', 'none'),
    { edit: 'set-training', training: { learningRate: 1 } },
  ]);
  const problems = [...adviseProject(project, data), ...checkProject(project, data)];
  const groups = groupProblems(project.networks, problems);
  expect(groups.map(({ node, network }) => node?.name ?? network?.name ?? 'project')).toEqual([
    'Dense 2',
    'project',
    'Input',
  ]);
  expect(groups.flatMap((group) => group.problems)).toHaveLength(problems.length);
  expect(groups.at(-1)!.problems.map(({ severity }) => severity)).toEqual(['advice']);
});
