/**
 * Pictures of every scene, to be looked at: light and dark, at 1280 x 800 and 1920 x 1080, and at 200 % zoom.
 *   node e2e/pictures.ts [--german] FOLDER [SCENE…]
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { german } from '../src/shared/words/de/index.ts';
import { speak } from '../src/shared/words/language.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { drop } from './drop.ts';
import { endCore, open } from './launch.ts';
import { Canvas } from './pages/canvas.ts';
import { DataRoom } from './pages/data-room.ts';
import { Frame } from './pages/frame.ts';
import { TrainRoom } from './pages/train-room.ts';
import { UseRoom } from './pages/use-room.ts';
import { walk } from './scenes.ts';

const SIZES = [
  { name: '1280', width: 1280, height: 800 },
  { name: '1920', width: 1920, height: 1080 },
  { name: 'zoom', width: 640, height: 400 },
];

const { values: asked, positionals } = parseArgs({
  options: { german: { type: 'boolean' } },
  allowPositionals: true,
});
const [into = 'test-results/pictures', ...only] = positionals;
mkdirSync(into, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'neuroloom-pictures-'));
const workspace = join(folder, 'workspace');
mkdirSync(workspace);
const opened = await open('browser', workspace, join(folder, 'profile'));
try {
  const { page } = opened;
  await opened.enter();
  const cdp = await page.context().newCDPSession(page);
  const light = { colorScheme: 'light', reducedMotion: 'reduce' } as const;
  const rest = async (): Promise<void> => {
    await page.setViewportSize(SIZES[0]!);
    await page.emulateMedia(light);
  };
  await rest();
  if (asked.german) {
    await new Frame(page).goTo('settings');
    await page.getByLabel(ui.settings.language, { exact: true }).click();
    await page.getByRole('option', { name: ui.settings.languages.de }).click();
    await page.locator('html[lang=de]').waitFor();
    speak('de', german);
    await page.getByRole('navigation', { name: ui.frame.rail }).waitFor();
    await page.evaluate(() => (location.hash = ''));
  }
  const app = {
    page,
    workspace,
    folder,
    drop: (paths: readonly string[]) => drop(page, cdp, paths),
    frame: new Frame(page),
    data: new DataRoom(page),
    canvas: new Canvas(page),
    train: new TrainRoom(page),
    use: new UseRoom(page),
  };
  await walk(app, async (scene) => {
    if (only.length > 0 && !only.includes(scene)) return;
    await page.waitForTimeout(400);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.waitForTimeout(250);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ ...light, colorScheme });
        await page.screenshot({ path: join(into, `${scene}-${size.name}-${colorScheme}.png`) });
      }
    }
    await rest();
    await page.waitForTimeout(150);
    console.log(scene);
  });
} finally {
  await opened.close();
  await endCore(workspace);
  rmSync(folder, { recursive: true, force: true });
}
