/**
 * The pictures of the README and of docs/tour.md: the app at work on samples that come with it, as WebP.
 *   node e2e/tour.ts [FOLDER]
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { german } from '../src/shared/words/de/index.ts';
import { speak } from '../src/shared/words/language.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { endCore, launchChromium, serve } from './launch.ts';
import { Canvas } from './pages/canvas.ts';
import { Frame } from './pages/frame.ts';
import { TrainRoom } from './pages/train-room.ts';

type Theme = 'light' | 'dark';

const [into = 'docs/tour'] = process.argv.slice(2);
mkdirSync(into, { recursive: true });
const workspace = mkdtempSync(join(tmpdir(), 'neuroloom-tour-'));
const server = await serve(workspace);
const browser = await launchChromium();
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1.5,
    reducedMotion: 'reduce',
  });
  await page.goto(server.url);
  await page.getByRole('navigation', { name: ui.frame.rail }).waitFor();
  await templates(page);
  await drawing(page);
  await training(page);
  await code(page);
  await run(page);
  await inGerman(page);
} finally {
  await browser.close();
  await server.stop();
  await endCore(workspace);
  rmSync(workspace, { recursive: true, force: true });
}

/** One picture of what stands, in one theme or in both; the mouse rests where it explains nothing. */
async function picture(page: Page, name: string, ...themes: readonly Theme[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await page.mouse.move(0, 0);
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(600);
    const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
    const file = themes.length > 1 ? `${name}-${colorScheme}.webp` : `${name}.webp`;
    writeFileSync(join(into, file), Buffer.from(data, 'base64'));
    console.log(file);
  }
}

async function open(page: Page, sample: string): Promise<void> {
  await page.evaluate(() => (location.hash = '#/templates'));
  await new Frame(page).startSample(sample);
  await expect(page).toHaveTitle(new RegExp(`^${sample}`), { timeout: 120_000 });
  await expect(new TrainRoom(page).runBar).toContainText(ui.train.ready);
}

async function templates(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '#/templates'));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await picture(page, 'templates', 'light');
}

/** Two encoders and a decoder with attention, a comment beside them, and one layer that is looked at. */
async function drawing(page: Page): Promise<void> {
  const canvas = new Canvas(page);
  await open(page, 'Dates');
  await new Frame(page).goTo('design');
  // Room beside the network for a comment.
  await page.getByRole('button', { name: ui.design.canvas.zoomOut }).click();
  const box = (await canvas.root.boundingBox())!;
  await page.mouse.click(box.x + 540, box.y + 420, { button: 'right' });
  await page.getByRole('menuitem', { name: ui.comments.add }).click();
  await expect(canvas.root.getByRole('textbox', { name: ui.comments.edit })).toBeFocused();
  await page.keyboard.type(
    'What it has written, and what it saw when it looked back at the phrase: both decide on the next character.',
  );
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: ui.comments.colours.merge, exact: true }).click();
  await canvas.select('multiHeadAttention');
  await picture(page, 'design', 'dark');
}

/** A handwritten digit on its way through every layer, with the curves of the first epochs. */
async function training(page: Page): Promise<void> {
  const canvas = new Canvas(page);
  const train = new TrainRoom(page);
  await open(page, 'Digits, convolutional');
  await new Frame(page).goTo('train');
  await canvas.show('activations');
  await train.set(ui.train.settings.epochs, 2000);
  await train.start();
  await train.becomes('training');
  await expect(train.runBar).toContainText(/\b\d{2,} of/, { timeout: 120_000 });
  await picture(page, 'training', 'light', 'dark');
  await train.runBar.getByRole('button', { name: ui.train.stop, exact: true }).click();
  await train.becomes('stopped');
}

/** The network as PyTorch, with the lines of the layer that is selected. */
async function code(page: Page): Promise<void> {
  const canvas = new Canvas(page);
  await new Frame(page).goTo('design');
  await canvas.show('none');
  await canvas.select('conv2D');
  await page.getByRole('button', { name: ui.frame.code }).click();
  await page.getByRole('radio', { name: 'PyTorch' }).click();
  await picture(page, 'code', 'light');
  await page.getByRole('button', { name: ui.frame.code }).click();
}

async function run(page: Page): Promise<void> {
  const train = new TrainRoom(page);
  await new Frame(page).goTo('train');
  await train.set(ui.train.settings.epochs, 30);
  await train.start();
  await train.becomes('finished', 300_000);
  await new Frame(page).goTo('runs');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await picture(page, 'run', 'light');
}

async function inGerman(page: Page): Promise<void> {
  await new Frame(page).goTo('settings');
  await page.getByLabel(ui.settings.language, { exact: true }).click();
  await page.getByRole('option', { name: ui.settings.languages.de }).click();
  await page.locator('html[lang=de]').waitFor();
  speak('de', german);
  const train = new TrainRoom(page);
  await new Frame(page).goTo('train');
  await train.showResult();
  await expect(train.result).toContainText(ui.confusion.mostConfused);
  await picture(page, 'german', 'dark');
}
