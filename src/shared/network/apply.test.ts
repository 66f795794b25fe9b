import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdit, applyEdits } from './apply.ts';
import type { NetworkNode, Project } from './document.ts';
import type { Edit } from './edits.ts';
import { emptyProject } from './starter.ts';

const node = (id: string): NetworkNode => ({
  id,
  kind: 'dense',
  name: id,
  params: {},
  position: { x: 0, y: 0 },
  trainable: true,
});
const add = (id: string): Edit => ({ edit: 'add-node', network: 'network', node: node(id) });
const connect = (from: string, to: string): Edit => ({
  edit: 'add-edge',
  network: 'network',
  edge: { id: `${from}-${to}`, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } },
});
const two = applyEdits(emptyProject('Two'), [add('a'), add('b'), connect('a', 'b')]);

describe('applyEdit', () => {
  test('removing a node takes its edges and bindings with it', () => {
    const bound: Project = { ...two, data: { dataset: null, inputs: { a: ['x'] }, targets: { b: 'y' } } };
    const after = applyEdit(bound, { edit: 'remove-nodes', network: 'network', nodes: ['a'] });
    expect(after.networks[0]!.nodes.map(({ id }) => id)).toEqual(['b']);
    expect(after.networks[0]!.edges).toEqual([]);
    expect(after.data).toEqual({ dataset: null, inputs: {}, targets: { b: 'y' } });
  });

  test('an edge to a node that is not there is not added', () => {
    expect(applyEdit(two, connect('a', 'nowhere')).networks[0]!.edges).toHaveLength(1);
  });

  test('never changes the document it was given, and no edge is left hanging', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const edit: fc.Arbitrary<Edit> = fc.oneof(
      id.map(add),
      fc.tuple(id, id).map(([from, to]) => connect(from, to)),
      fc.array(id).map((nodes): Edit => ({ edit: 'remove-nodes', network: 'network', nodes })),
      id.map((edge): Edit => ({ edit: 'remove-edges', network: 'network', edges: [`${edge}-b`] })),
      id.map((name): Edit => ({ edit: 'rename-node', network: 'network', node: name, name: 'new' })),
      fc.integer().map((epochs): Edit => ({ edit: 'set-training', training: { epochs } })),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
        const before = JSON.stringify(two);
        const after = applyEdits(two, edits);
        expect(JSON.stringify(two)).toBe(before);
        const ids = new Set(after.networks[0]!.nodes.map((each) => each.id));
        for (const edge of after.networks[0]!.edges) {
          expect(ids.has(edge.from.node) && ids.has(edge.to.node)).toBe(true);
        }
      }),
    );
  });
});
