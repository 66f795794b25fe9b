import type { Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { ui } from '../src/shared/words/ui/index.ts';
import { writeIdxDigits } from './data/digits.ts';
import { openOnnx } from './data/onnx.ts';
import { expect, test } from './fixtures.ts';

/** Presses Tab until something has the focus, as a person does who sees no pointer. */
async function tabTo(page: Page, wanted: Locator, keys = 'Tab'): Promise<void> {
  await wanted.first().waitFor();
  const went: string[] = [];
  for (let presses = 0; presses < 250; presses++) {
    if (await wanted.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(keys);
    went.push(
      await page.evaluate(
        () => document.activeElement?.ariaLabel ?? document.activeElement?.outerHTML.slice(0, 60) ?? '',
      ),
    );
  }
  throw new Error(`No number of ${keys} leads there; it goes ${went.slice(-12).join(' > ')}`);
}

/** Opens a list and takes what begins with some letters. */
async function take(page: Page, list: Locator, option: string): Promise<void> {
  await tabTo(page, list);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.type(option);
  await expect(page.getByRole('option', { name: option }).first()).toHaveAttribute('data-highlighted');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listbox')).toBeHidden();
}

test('from files to an exported network by the keyboard alone', async ({ app }) => {
  const { canvas, data, frame, page, train, use } = app;
  const { keyboard } = page;
  const digits = writeIdxDigits(app.folder);
  await expect(frame.title).toBeVisible();

  await test.step('data is chosen and imported', async () => {
    // Asked for long before it comes: a key can be quicker than the browser is told to hand it over.
    const chosen = page.waitForEvent('filechooser');
    await keyboard.press('Control+i');
    // The home screen has such a button too.
    await page.getByText(ui.data.pickTitle).waitFor();
    await tabTo(page, page.getByRole('button', { name: ui.data.chooseFiles }));
    await keyboard.press('Enter');
    await (await chosen).setFiles([...digits.files]);
    await data.preview.waitFor();
    const name = page.getByLabel(ui.data.name, { exact: true });
    await tabTo(page, name);
    await keyboard.press('Control+a');
    await keyboard.type('Digits');
    await tabTo(page, page.getByRole('button', { name: /^Import \d/ }), 'Shift+Tab');
    await keyboard.press('Enter');
    await data.heading('Digits').waitFor();
  });

  await test.step('a project is made, with an empty canvas', async () => {
    await keyboard.press('Alt+n');
    const dialog = page.getByRole('dialog');
    await take(page, dialog.getByLabel(ui.home.createData), ui.home.createEmpty.slice(0, 4));
    await tabTo(page, dialog.getByLabel(ui.home.createName));
    await keyboard.press('Control+a');
    await keyboard.type('By hand');
    await keyboard.press('Enter');
    await expect(canvas.root.getByText(ui.design.canvas.emptyTitle)).toBeVisible();
  });

  await test.step('layers are drawn and joined by typing, and what was done is said', async () => {
    await tabTo(page, canvas.root);
    for (const kind of ['input', 'flatten', 'dense', 'output']) {
      await keyboard.type(kind);
      await keyboard.press('Enter');
      await expect(canvas.node(kind)).toBeFocused();
    }
    await expect(canvas.edges()).toHaveCount(3);
    const news = page.getByTestId('edit-news');
    await expect(news).toContainText(ui.design.news.did(ui.design.steps.add('Output')));
    await keyboard.press('Control+z');
    await expect(news).toContainText(ui.design.news.undid(ui.design.steps.add('Output')));
    await keyboard.press('Control+Shift+z');
    await expect(news).toContainText(ui.design.news.redid(ui.design.steps.add('Output')));
    await expect(news).toContainText('problem');
  });

  await test.step('each is set up in its panel', async () => {
    const { properties } = canvas;
    const select = async (kind: string): Promise<void> => {
      await tabTo(page, canvas.node(kind), 'Shift+Tab');
      // Enter would ask for the next layer where this one is selected already.
      await keyboard.press('Space');
      await expect(properties.getByLabel(ui.design.properties.name, { exact: true })).toBeVisible();
    };
    const list = (name: string): Locator => properties.getByRole('combobox', { name, exact: true });
    await select('dense');
    await tabTo(page, properties.getByLabel('Units', { exact: true }));
    await keyboard.press('Control+a');
    await keyboard.type('10');
    await take(page, list('Activation'), 'softmax');
    await select('input');
    await take(page, list(ui.design.properties.data), 'Digits');
    await tabTo(page, properties.getByRole('radio').first());
    await keyboard.press('Space');
    await expect(canvas.node('input')).toContainText('8 × 8 × 1');
    await select('output');
    await take(page, list(ui.design.properties.target), 'label');
    await expect(train.runBar).toContainText(ui.train.ready);
  });

  await test.step('it is trained, and its beginning and its end are said', async () => {
    const news = page.getByTestId('run-news');
    await keyboard.press('Alt+3');
    await tabTo(page, train.settings.getByLabel(ui.train.settings.epochs, { exact: true }));
    await keyboard.press('Control+a');
    await keyboard.type('3');
    await tabTo(page, train.runBar.getByRole('button', { name: ui.train.train, exact: true }), 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(news).toContainText(/Run 1: (Preparing|Training)/);
    await train.becomes('finished');
    await expect(news).toContainText('Run 1 has finished');
  });

  await test.step('and used: exported, and read by ONNX Runtime', async () => {
    await keyboard.press('Alt+5');
    const card = use.card('onnx');
    await tabTo(page, card.getByRole('button', { name: ui.use.export(ui.use.formats.onnx.name) }));
    await keyboard.press('Enter');
    await expect(card.locator('.path')).toBeVisible({ timeout: 90_000 });
    const download = card.getByRole('button', { name: ui.use.download });
    await tabTo(page, download);
    const [file] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
    const path = await file.path();
    expect(readFileSync(path).length).toBeGreaterThan(1000);
    const model = await openOnnx(path);
    expect(await model.classify(digits.test.images)).toHaveLength(digits.test.images.length);
  });
});

test('the main screens read as outlines', async ({ app }) => {
  const { canvas, frame, page, train } = app;
  await expect(frame.title).toBeVisible();
  await expect(frame.rail).toMatchAriaSnapshot(`
    - navigation "${ui.frame.rail}":
      - list:
        - listitem:
          - link "${ui.frame.routes.data}"
        - listitem:
          - link "${ui.frame.routes.design}"
        - listitem:
          - link "${ui.frame.routes.train}"
        - listitem:
          - link "${ui.frame.routes.runs}"
        - listitem:
          - link "${ui.frame.routes.use}"
      - list:
        - listitem:
          - link "${ui.frame.routes.doctor}"
        - listitem:
          - link "${ui.frame.routes.settings}"
  `);
  await expect(page.locator('main')).toMatchAriaSnapshot(`
    - main:
      - heading "${ui.home.title}" [level=1]
      - button "${ui.home.openProject}"
      - button "${ui.home.newProject}"
      - group "${ui.home.dropTitle}":
        - heading "${ui.home.dropTitle}" [level=2]
      - region "${ui.home.samples}":
        - heading "${ui.home.samples}" [level=2]
      - region "${ui.home.recent}":
        - heading "${ui.home.recent}" [level=2]
  `);

  await frame.startSample('Iris');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('design');
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - link "${ui.frame.routes.home}"
      - button "${ui.commands.menu}"
      - button "Iris"
      - button "Undo" [disabled]
      - button "Redo" [disabled]
      - group "${ui.frame.panels}":
        - button "${ui.frame.sidePanel}" [pressed]
      - group:
        - text: ${ui.train.ready}
        - button "${ui.train.train}"
  `);
  // The network as a screen reader goes through it: layer by layer, in the order of the pass.
  const said = await canvas.nodes().evaluateAll((nodes) => nodes.map((node) => node.ariaLabel));
  expect(said[0]).toMatch(/^.+, layer 1 of 5, gives 4, no parameters, no edge in, to /);
  expect(said.at(-1)).toMatch(/layer 5 of 5, .* no edge out$/);
  await canvas.node('dense').click();
  await expect(canvas.properties).toMatchAriaSnapshot(`
    - textbox "${ui.design.properties.name}"
    - heading "${ui.design.properties.settings}"
    - spinbutton "Units"
    - combobox "Activation"
    - switch "Bias" [checked]
  `);

  await frame.goTo('train');
  await expect(train.settings).toMatchAriaSnapshot(`
    - region "${ui.design.properties.recipe}":
      - combobox "${ui.design.properties.recipe}"
    - spinbutton "${ui.train.settings.epochs}"
    - spinbutton "${ui.train.settings.batchSize}"
    - spinbutton "${ui.train.settings.learningRate}"
  `);
});
