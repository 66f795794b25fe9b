import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { layerOf } from '../../shared/kinds/layers/index.ts';
import { inferNetwork } from '../../shared/network/infer.ts';
import { starterProject } from '../../shared/network/starter.ts';
import { pictures } from '../../shared/network/testing.ts';
import { ui } from '../../shared/words/ui/index.ts';
import LayerFacts from '../design/LayerFacts.svelte';
import { show } from './show.svelte.ts';

const words = ui.design.properties;

test('of very many weights the first are shown, and all when asked for', async () => {
  const kind = layerOf('dense')!;
  const network = starterProject(pictures(28), 'Mine').networks[0]!;
  const facts = inferNetwork(network).order.find((node) => node.kind === kind)!;
  const kernel = facts.weights['kernel']!;
  const weights = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i + 1}.kernel`, kernel]));
  const props = show(LayerFacts, { kind, facts: { ...facts, weights } });
  const shown = (): number => document.querySelectorAll('dt.weight').length;
  expect(shown()).toBe(12);
  await userEvent.click(page.getByRole('button', { name: words.allWeights(30) }));
  expect(shown()).toBe(30);
  props.facts = facts;
  await expect.element(page.getByText('kernel', { exact: true })).toBeVisible();
  expect(shown()).toBe(Object.keys(facts.weights).length);
});
