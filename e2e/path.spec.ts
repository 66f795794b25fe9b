import { readFileSync } from 'node:fs';
import { ui } from '../src/shared/words/ui/index.ts';
import { writeIdxDigits } from './data/digits.ts';
import { openOnnx } from './data/onnx.ts';
import { expect, test } from './fixtures.ts';

/** The layers of the network that is drawn, from top to bottom. */
const DRAWN = ['input', 'conv2D', 'flatten', 'dense', 'output'] as const;

test('from dropped files over a drawn network to a model that opens elsewhere', async ({ app }, info) => {
  const { canvas, data, frame, page, train, use } = app;
  const look = (name: string): Promise<Buffer> => page.screenshot({ path: info.outputPath(`${name}.png`) });

  await test.step('drop the four IDX files', async () => {
    await expect(frame.title).toBeVisible();
    const { files } = writeIdxDigits(app.folder);
    await app.drop(files);
    await data.importPreviewed('Digits');
    await expect(page.getByText(ui.data.rows(1797)).first()).toBeVisible();
    await look('data');
  });

  await test.step('draw the network by mouse, from an empty canvas', async () => {
    await frame.newEmptyProject('Drawn by hand');
    await expect(canvas.root.getByText(ui.design.canvas.emptyTitle)).toBeVisible();
    for (const [i, kind] of DRAWN.entries()) await canvas.dragIn(kind, { x: 260, y: 70 + i * 120 });
    for (const [i, kind] of DRAWN.slice(1).entries()) await canvas.connect(DRAWN[i]!, kind);
    await expect(canvas.edges()).toHaveCount(DRAWN.length - 1);

    await canvas.select('input');
    await canvas.choose(ui.design.properties.data, 'Digits');
    await canvas.feed('image');
    await canvas.select('conv2D');
    await canvas.setNumber('Filters', 8);
    await canvas.choose('Activation', 'relu');
    await canvas.select('dense');
    await canvas.setNumber('Units', 10);
    await canvas.choose('Activation', 'softmax');
    await canvas.select('output');
    await canvas.choose(ui.design.properties.target, 'label');
    await expect(canvas.node('input')).toContainText('8 × 8 × 1');
    await expect(canvas.node('dense')).toContainText('10');
    await expect(train.runBar).toContainText(ui.train.ready);
    await look('network');
  });

  await test.step('train it and see the curve move', async () => {
    await frame.goTo('train');
    await train.set(ui.train.settings.batchSize, 16);
    await train.startEndless();
    const pictures = new Set<string>();
    await expect
      .poll(async () => pictures.add(await train.picture()).size, { intervals: [100] })
      .toBeGreaterThan(3);
    await expect(train.runBar).toHaveAttribute('data-state', 'training');
    await look('training');
    await train.stop();
  });

  await test.step('train it to its end', async () => {
    await train.set(ui.train.settings.epochs, 20);
    await train.start();
    await train.becomes('finished');
    await train.showResult();
    await look('result');
  });

  const shown = parseFloat(await train.metric('accuracy'));
  expect(shown).toBeGreaterThan(90);

  await test.step('export it and open the file with ONNX Runtime', async () => {
    await frame.goTo('use');
    const path = await use.export('onnx');
    await look('export');
    const { test: rows } = writeIdxDigits(app.folder);
    const model = await openOnnx(path);
    const classes = await model.classify(rows.images);
    const right = classes.filter((name, i) => name === String(rows.labels[i])).length;
    expect((100 * right) / rows.labels.length).toBeCloseTo(shown, 1);

    if (app.carrier !== 'browser') return;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      use.card('onnx').getByRole('button', { name: ui.use.download }).click(),
    ]);
    expect(readFileSync(await download.path()).equals(readFileSync(path))).toBe(true);
    expect(download.suggestedFilename()).toMatch(/\.onnx$/);
  });
});
