import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';

test('layers show what they do while a run trains, and go on showing the last of it', async ({
  app,
}, info) => {
  const { canvas, frame, page, train } = app;
  const look = (name: string): Promise<Buffer> => page.screenshot({ path: info.outputPath(`${name}.png`) });
  const step = page.getByTestId('pictures-step');
  await frame.startSample('Digits, convolutional');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('train');
  await canvas.show('activations');
  await expect(step).toHaveText(ui.pictures.waiting);
  await expect(canvas.picture('dense')).toHaveCount(0);
  await train.startEndless();
  await expect(canvas.picture('dense').first()).toBeVisible({ timeout: 60_000 });
  const first = await step.textContent();
  await expect(step).not.toHaveText(first!);
  await look('activations');

  // Every layer of the network has one, each with a sentence for those who do not see it.
  const layers = await canvas.root.locator('.svelte-flow__node').count();
  await expect(canvas.root.getByRole('img', { name: /mean/ })).toHaveCount(layers);
  await canvas.show('output');
  await expect(canvas.picture('dense').first()).toHaveAccessibleName(/^output: mean .* from .* to /);
  await look('output');
  await canvas.show('weights');
  await expect(canvas.picture('dense').first()).toHaveAccessibleName(/^kernel: mean .*; bias: mean /);
  await expect(canvas.node('input')).toContainText(ui.pictures.noWeights);
  await look('weights');
  await canvas.show('gradients');
  await expect(canvas.picture('dense').first()).toHaveAccessibleName(/^gradient of kernel: .* on average; /);
  await look('gradients');

  await train.stop();
  const last = await step.textContent();
  await expect(canvas.picture('dense').first()).toBeVisible();
  await expect(step).toHaveText(last!);

  // Remembered, but of another page's run there is nothing to show.
  await page.reload();
  await expect(canvas.root.getByRole('combobox', { name: ui.pictures.label })).toHaveText(
    ui.pictures.choices.gradients,
  );
  await canvas.show('none');
  await expect(step).toHaveCount(0);
});
