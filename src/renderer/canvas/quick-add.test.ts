import { describe, expect, it } from 'vitest';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import { applyEdits } from '../../shared/network/apply.ts';
import type { NetworkNode, Project } from '../../shared/network/document.ts';
import { inferNetwork } from '../../shared/network/infer.ts';
import { emptyProject } from '../../shared/network/starter.ts';
import { PITCH } from './placement.ts';
import { addAtPlace, candidatesFor, joinableFrom } from './quick-add.ts';
import type { QuickPlace } from './quick-add.ts';

function chain(...kinds: string[]): Project {
  const project = emptyProject('test');
  const nodes = kinds.map((kind, i): NetworkNode => ({
    id: kind,
    kind,
    name: kind,
    params: {},
    position: { x: 0, y: i * PITCH.down },
    trainable: true,
  }));
  const edges = kinds.slice(1).map((to, i) => ({
    id: `${kinds[i]}-${to}`,
    from: { node: kinds[i]!, port: 'output' },
    to: { node: to, port: 'input' },
  }));
  return { ...project, networks: [{ ...project.networks[0]!, nodes, edges }] };
}
const picture = chain('input', 'conv2D', 'flatten', 'dense', 'output');
const network = picture.networks[0]!;
const names = (place: QuickPlace, fits?: boolean): string[] =>
  candidatesFor(network, place)
    .filter((candidate) => fits === undefined || candidate.fits === fits)
    .map(({ kind }) => kind.kind);
const dangling = (side: 'from' | 'to', node: string): QuickPlace => ({
  to: 'end',
  at: { x: 400, y: 100 },
  dangling: { side, end: { node, port: side === 'from' ? 'output' : 'input' } },
});

describe('what could go at a place', () => {
  it('is everything on the empty canvas', () => {
    const all = names({ to: 'canvas', at: { x: 0, y: 0 } });
    expect(all).toEqual(expect.arrayContaining(['input', 'dense', 'output']));
  });

  it('has an input on an edge that hangs from a node, and what takes its shape comes first', () => {
    const place = dangling('from', 'conv2D');
    expect(names(place)).not.toContain('input');
    expect(names(place, true)).toEqual(expect.arrayContaining(['conv2D', 'flatten', 'maxPooling2D']));
    expect(names(place, false)).toEqual(expect.arrayContaining(['dense', 'lstm', 'conv1D']));
    expect(names(place).indexOf('flatten')).toBeLessThan(names(place).indexOf('dense'));
  });

  it('has an output on an edge that hangs before a node', () => {
    expect(names(dangling('to', 'dense'))).toContain('input');
    expect(names(dangling('to', 'dense'))).not.toContain('output');
  });

  it('on an edge takes and gives what the two ends want', () => {
    const place = { to: 'edge', edge: 'flatten-dense' } as const;
    expect(names(place)).not.toContain('output');
    expect(names(place, true)).toEqual(expect.arrayContaining(['dropout', 'dense']));
    expect(names(place, true)).not.toContain('conv2D');
  });
});

describe('choosing', () => {
  const choose = (kind: string, place: QuickPlace): Project => {
    const added = addAtPlace(network, layerOf(kind)!, place, 'down')!;
    return applyEdits(picture, added.edits);
  };

  it('joins the new layer to the end that hung, with its port where it was let go', () => {
    const after = choose('maxPooling2D', dangling('from', 'conv2D')).networks[0]!;
    const node = after.nodes.at(-1)!;
    expect(after.edges.at(-1)).toMatchObject({ from: { node: 'conv2D' }, to: { node: node.id } });
    expect(node.position).toEqual({ x: 288, y: 104 });
  });

  it('before an input that has an edge takes its place', () => {
    const after = choose('dropout', dangling('to', 'dense')).networks[0]!;
    const into = after.edges.filter((edge) => edge.to.node === 'dense');
    expect(into.map((edge) => edge.from.node)).toEqual([after.nodes.at(-1)!.id]);
  });

  it('what fits on an edge makes no problem there', () => {
    for (const kind of names({ to: 'edge', edge: 'flatten-dense' }, true)) {
      const after = choose(kind, { to: 'edge', edge: 'flatten-dense' }).networks[0]!;
      expect(inferNetwork(after).problems, kind).toEqual([]);
    }
  });

  it('at a place that is gone does nothing', () => {
    expect(addAtPlace(network, layerOf('dense')!, { to: 'edge', edge: 'gone' }, 'down')).toBeNull();
    expect(addAtPlace(network, layerOf('dense')!, { to: 'after', node: 'gone' }, 'down')).toBeNull();
  });
});

describe('replacing', () => {
  const place = { to: 'replace', node: 'flatten' } as const;

  it('offers no input or output, and what keeps the shapes right comes first', () => {
    expect(names(place)).not.toEqual(expect.arrayContaining(['flatten']));
    expect(names(place)).not.toEqual(expect.arrayContaining(['input']));
    expect(names(place, true)).toEqual(expect.arrayContaining(['globalAveragePooling2D']));
    expect(names(place, true)).not.toContain('conv2D');
  });

  it('keeps the node and its edges', () => {
    const added = addAtPlace(network, layerOf('globalAveragePooling2D')!, place, 'down')!;
    const after = applyEdits(picture, added.edits).networks[0]!;
    expect(after.edges).toEqual(network.edges);
    expect(inferNetwork(after).problems).toEqual([]);
  });
});

describe('joining to a node that is there', () => {
  it('offers free inputs and none that would close a loop', () => {
    const loose = applyEdits(picture, [
      { edit: 'remove-edges', network: 'network', edges: ['flatten-dense'] },
    ]).networks[0]!;
    const offered = (place: QuickPlace): string[] => joinableFrom(loose, place).map(({ node }) => node.id);
    expect(offered(dangling('from', 'conv2D'))).toEqual(['dense']);
    expect(offered(dangling('from', 'dense'))).toEqual([]);
    expect(offered({ to: 'after', node: 'flatten' })).toEqual(['dense']);
    expect(offered(dangling('to', 'dense'))).toEqual(['input', 'conv2D', 'flatten']);
  });
});
