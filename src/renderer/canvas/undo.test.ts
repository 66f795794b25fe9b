/** Whatever is done to whatever document: undo gives the document back exactly, redo the edited one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LAYER_GROUPS } from '../../shared/kinds/layer-groups.ts';
import { layers } from '../../shared/kinds/layers/index.ts';
import { applyEdits } from '../../shared/network/apply.ts';
import { collapseEdits, openEdits } from '../../shared/network/grouping.ts';
import { wayInto } from '../../shared/network/inside.ts';
import type { Network, Project } from '../../shared/network/document.ts';
import type { Edit } from '../../shared/network/edits.ts';
import { projectText } from '../../shared/network/parse.ts';
import { removeEdits } from '../../shared/network/remove.ts';
import { replaceEdits } from '../../shared/network/replace.ts';
import { emptyProject, starterProject } from '../../shared/network/starter.ts';
import { pictures, table } from '../../shared/network/testing.ts';
import { EMPTY_HISTORY, record, redone, undone } from './history.ts';
import type { History } from './history.ts';

/** A way to make edits of a document; numbers choose among what is there. */
type Making = (project: Project, network: Network, pick: (among: number) => number) => readonly Edit[];

const position = (pick: (among: number) => number) => ({ x: pick(2000) - 1000, y: pick(2000) - 1000 });
let made = 0;
const fresh = (prefix: string): string => `${prefix}-${made++}`;
/** Of a thing that is there, or now and then of one that is not. */
const one = (things: readonly { readonly id: string }[], pick: (among: number) => number): string =>
  things[pick(things.length + 1)]?.id ?? 'gone';

const MAKINGS: Readonly<Record<string, Making>> = {
  'add a node': (_, { id: network }, pick) => {
    const kind = layers[pick(layers.length)]!;
    const node = { id: fresh('n'), kind: kind.kind, name: fresh(kind.label), params: {}, trainable: true };
    return [{ edit: 'add-node', network, node: { ...node, position: position(pick) } }];
  },
  'remove some': (_, network, pick) =>
    removeEdits(
      network,
      [one(network.nodes, pick), one(network.comments ?? [], pick)],
      [one(network.edges, pick)],
    ),
  'remove nodes': (_, { id: network, nodes }, pick) => [
    { edit: 'remove-nodes', network, nodes: [one(nodes, pick)] },
  ],
  move: (_, { id: network, nodes, comments = [] }, pick) => [
    {
      edit: 'move-nodes',
      network,
      positions: { [one([...nodes, ...comments], pick)]: position(pick) },
    },
  ],
  rename: (_, { id: network, nodes }, pick) => [
    { edit: 'rename-node', network, node: one(nodes, pick), name: fresh('Name') },
  ],
  'set a parameter': (_, { id: network, nodes }, pick) => [
    { edit: 'set-param', network, node: one(nodes, pick), param: 'units', value: pick(512) },
  ],
  'set trainable': (_, { id: network, nodes }, pick) => [
    { edit: 'set-trainable', network, node: one(nodes, pick), trainable: pick(2) === 0 },
  ],
  'add an edge': (_, { id: network, nodes }, pick) => {
    const from = { node: one(nodes, pick), port: 'output' };
    return [
      {
        edit: 'add-edge',
        network,
        edge: { id: fresh('e'), from, to: { node: one(nodes, pick), port: 'input' } },
      },
    ];
  },
  'remove edges': (_, { id: network, edges }, pick) => [
    { edit: 'remove-edges', network, edges: [one(edges, pick)] },
  ],
  'add a comment': (_, { id: network }, pick) => {
    const comment = { id: fresh('c'), text: fresh('Why'), size: { width: 200, height: 80 } };
    return [{ edit: 'add-comment', network, comment: { ...comment, position: position(pick) } }];
  },
  'write a comment': (_, { id: network, comments = [] }, pick) => [
    { edit: 'change-comment', network, comment: one(comments, pick), change: { text: fresh('Because') } },
  ],
  colour: (_, { id: network, nodes, comments = [] }, pick) => [
    {
      edit: 'set-colour',
      network,
      of: [one(nodes, pick), one(comments, pick)],
      colour: LAYER_GROUPS[pick(LAYER_GROUPS.length + 1)] ?? null,
    },
  ],
  replace: (_, network, pick) =>
    replaceEdits(network, one(network.nodes, pick), layers[pick(layers.length)]!),
  group: (_, network, pick) => {
    const some = [...network.nodes, ...(network.comments ?? [])].filter(() => pick(2) === 0);
    const group = collapseEdits(
      network,
      some.map(({ id }) => id),
    );
    return group.ok ? group.value.edits : [];
  },
  ungroup: (_, network, pick) => openEdits(network, one(network.nodes, pick)).edits,
  'edit inside a group': (_, network, pick) => {
    const group = network.nodes.find(({ kind }) => kind === 'group');
    const inside = wayInto(network.id, group?.id ?? 'gone');
    const comment = { id: fresh('c'), text: 'in', position: position(pick), size: { width: 90, height: 90 } };
    return [{ edit: 'add-comment', network: inside, comment }];
  },
  'add a network': () => [
    { edit: 'add-network', added: { id: fresh('net'), name: 'More', nodes: [], edges: [] } },
  ],
  train: (_, __, pick) => [{ edit: 'set-training', training: { epochs: 1 + pick(99) } }],
  recipe: (_, __, pick) => [
    { edit: 'set-recipe', recipe: { kind: pick(2) === 0 ? 'supervised' : 'gan', params: {} } },
  ],
  data: ({ data }, network, pick) => [
    { edit: 'set-data', data: { ...data, inputs: { [one(network.nodes, pick)]: ['x0'] } } },
  ],
  dismiss: () => [{ edit: 'set-dismissed', dismissed: [fresh('advice')] }],
  'rename the project': () => [{ edit: 'rename-project', name: fresh('Project') }],
};

const documents = [
  emptyProject('Empty'),
  starterProject(table(4), 'Table'),
  starterProject(pictures(28), 'Pictures'),
];
/** Each edit under one of a few keys, some time after the one before: steps of one key that follow closely are one. */
const step = fc.record({
  making: fc.constantFrom(...Object.keys(MAKINGS)),
  seeds: fc.infiniteStream(fc.nat()),
  key: fc.constantFrom(null, null, 'typing'),
  pause: fc.constantFrom(10, 5000),
});

it.each(documents)('edits of $name are undone and redone exactly', (document) => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.infiniteStream(fc.boolean()),
      (steps, ways) => {
        let history: History = EMPTY_HISTORY;
        let now = document;
        let at = 0;
        /** The documents as texts: that no edit changes one that was there before is what undo rests on. */
        let texts = [projectText(document)];
        for (const { making, seeds, key, pause } of steps) {
          const network = now.networks[seeds.next().value! % now.networks.length]!;
          const edits = MAKINGS[making]!(now, network, (among) =>
            among === 0 ? 0 : seeds.next().value! % among,
          );
          const after = applyEdits(now, edits);
          at += pause;
          const steps = history.past.length;
          history = record(history, { name: making, before: now, after, key, at });
          texts = [...texts.slice(0, steps + (history.past.length > steps ? 1 : 0)), projectText(after)];
          now = after;
        }
        expect(history.past).toHaveLength(texts.length - 1);

        let place = texts.length - 1;
        const go = (by: -1 | 1): void => {
          const went = by < 0 ? undone(history) : redone(history);
          expect(went === null).toBe(by < 0 ? place === 0 : place === texts.length - 1);
          if (!went) return;
          place += by;
          history = went.history;
          expect(projectText(went.document)).toBe(texts[place]);
        };
        for (let i = 0; i < texts.length; i++) go(ways.next().value! ? -1 : 1);
        while (place > 0) go(-1);
        expect(projectText(document)).toBe(texts[0]);
        while (place < texts.length - 1) go(1);
        expect(projectText(now)).toBe(texts.at(-1));
      },
    ),
    { numRuns: 150 },
  );
});
