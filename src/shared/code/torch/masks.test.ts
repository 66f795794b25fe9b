import { expect, test } from 'vitest';
import { node, table } from '../../network/testing.ts';
import { starterProject } from '../../network/starter.ts';
import { torchCode } from '../torch.ts';

test('a mask is named only where something reads it', () => {
  const project = starterProject(table(4), 'Table');
  const written = (reader: string): string => {
    const nodes = [
      node('input', 'input', { shape: [3] }),
      node('words', 'embedding', { inputDim: 5, outputDim: 2, maskZero: true }),
      node('reader', reader),
      node('output', 'output'),
    ];
    const edges = nodes.slice(1).map(({ id }, i) => ({
      id,
      from: { node: nodes[i]!.id, port: 'output' },
      to: { node: id, port: 'input' },
    }));
    const network = { ...project.networks[0]!, nodes, edges };
    return torchCode({ ...project, networks: [network] }, network, null)
      .map(({ text }) => text.trim())
      .join('\n');
  };
  const read = written('lstm');
  expect(read).toContain('words_mask = input_1 != 0');
  expect(read).toContain('self.reader(words, mask=words_mask)');
  const unread = written('flatten');
  expect(unread).toContain('words = self.words(input_1.long())');
  expect(unread).not.toContain('mask');
});
