/** A project of as many layers as asked: branches of dense layers side by side, joined in the end. */
import type { NetworkEdge, NetworkNode, Project } from '../../src/shared/network/document.ts';
import { emptyProject } from '../../src/shared/network/starter.ts';

const LONGEST = 40;
const PITCH = { x: 264, y: 88 };

export function largeProject(name: string, layers: number): Project {
  const node = (
    id: string,
    kind: string,
    params: NetworkNode['params'],
    x: number,
    y: number,
  ): NetworkNode => ({
    id,
    kind,
    name: id,
    params,
    position: { x: x * PITCH.x, y: y * PITCH.y },
    trainable: true,
  });
  const nodes = [node('input', 'input', { shape: [16] }, 0, 0)];
  const edges: NetworkEdge[] = [];
  const join = (from: string, to: string): void =>
    void edges.push({
      id: `${from}-${to}`,
      from: { node: from, port: 'output' },
      to: { node: to, port: 'input' },
    });
  const inner = layers - 3;
  const branches = Math.ceil(inner / LONGEST);
  const ends: string[] = [];
  for (let i = 0, branch = 0; i < inner; branch++) {
    let before = 'input';
    const length = Math.min(Math.ceil(inner / branches), inner - i);
    for (let y = 1; y <= length; y++, i++) {
      const id = `dense-${branch}-${y}`;
      nodes.push(node(id, 'dense', { units: 16, activation: 'relu' }, branch, y));
      join(before, id);
      before = id;
    }
    ends.push(before);
  }
  nodes.push(node('join', 'concatenate', {}, 0, LONGEST + 2));
  for (const end of ends) join(end, 'join');
  nodes.push(node('output', 'output', {}, 0, LONGEST + 3));
  join('join', 'output');
  return { ...emptyProject(name), networks: [{ id: 'network', name: 'Network', nodes, edges }] };
}
