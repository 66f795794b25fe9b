/**
 * How smooth the canvas is with many layers:
 *
 *   npm run bench -- canvas [--help]
 *
 * The built window in Chromium, on a core with generated projects. While a layer is dragged, the view is panned and
 * zoomed, one input event after another is given to the page and its main thread's work until the next frame is taken
 * from the browser's own account (time of the processor, so that other work on the machine does not count), less what it
 * costs to wait for a frame and to ask, as measured on the same page at rest: once with layers at their size and once
 * with the whole network in view. The longest task is from the browser's trace, in time of
 * the processor too, and by the clock. Frames are counted while the same events come at 60 a second, once on the canvas
 * and once on an empty page right after: their ratio says what the canvas costs, whatever the machine is worth. Opening
 * is from the click on the project to the frame in which all layers in view are drawn. `npm test` ends with --quick.
 */
import type { Browser, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endCore, launchChromium, serve } from '../e2e/launch.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { projectText } from '../src/shared/network/parse.ts';
import { called } from './lib/call.ts';
import { gestures, placeFor } from './lib/gestures.ts';
import type { Gesture, Point } from './lib/gestures.ts';
import { largeProject } from './lib/large-project.ts';
import {
  framesDuring,
  longestTask,
  nextFrame,
  percentile,
  workSession,
  workUntilNow,
} from './lib/page-work.ts';
import type { LongestTask } from './lib/page-work.ts';

const { flags } = called({
  name: 'canvas',
  summary:
    'How smooth the canvas is with many layers: work for each input event, frames, and how soon it opens.',
  options: {
    layers: { type: 'integer', value: 'N', min: 10, max: 100_000, doc: 'Of the network (default: 1000)' },
    quick: { type: 'flag', doc: 'Fewer events' },
  },
});
const EVENTS = flags.quick ? 60 : 150;
/** Traced. */
const SOME_EVENTS = flags.quick ? 20 : 60;
/** Frames without an event, before them. */
const AT_REST = 20;
const FRAMES_MS = flags.quick ? 500 : 2000;
const OPENED = 200;
/** What opens beside it: the time that does not depend on the layers. */
const FEW = 5;
const OPENINGS = flags.quick ? 3 : 7;
/** What is asked for, in milliseconds. */
const LIMITS = { work: 8, task: 50, open: 300 };

/** The work of each event until the next frame; `asking`: what of it is not the event's. */
async function workOf(
  page: Page,
  gesture: Gesture,
  at: Point,
  events: number,
): Promise<{ readonly work: readonly number[]; readonly asking: number }> {
  const cdp = await workSession(page);
  let before = await workUntilNow(cdp);
  const untilFrame = async (): Promise<number> => {
    await nextFrame(page);
    const now = await workUntilNow(cdp);
    const work = now - before;
    before = now;
    return work;
  };
  const atRest: number[] = [];
  for (let i = 0; i < AT_REST; i++) atRest.push(await untilFrame());
  const asking = percentile(atRest, 0.5);
  const work: number[] = [];
  const done = async (): Promise<void> => void work.push(Math.max(0, (await untilFrame()) - asking));
  await gesture.begin(cdp, at);
  await done();
  for (let i = 0; i < events; i++) {
    await gesture.event(cdp, at, i);
    await done();
  }
  await gesture.end(cdp, at);
  await done();
  await cdp.detach();
  return { work, asking };
}

/** Frames a second with events at 60 a second. */
async function framesOf(page: Page, gesture: Gesture, at: Point): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await gesture.begin(cdp, at);
  const frames = await framesDuring(page, FRAMES_MS, (i) => gesture.event(cdp, at, i));
  await gesture.end(cdp, at);
  await cdp.detach();
  return frames;
}

const card = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) }).first();

async function openProject(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}#/home`);
  await card(page, name).click();
  await page.locator('.svelte-flow__node').first().waitFor();
  await pause(1500);
}

interface Opened {
  /** From the click on a project's card to the frame with all layers in view, in milliseconds. */
  readonly ms: number;
  /** What of it the main thread worked. */
  readonly work: number;
}

async function openingOf(page: Page, name: string): Promise<Opened> {
  const cdp = await workSession(page);
  const button = card(page, name);
  await button.waitFor();
  await pause(500);
  const before = await workUntilNow(cdp);
  const ms = await button.evaluate(
    (element) =>
      new Promise<number>((done) => {
        const start = performance.now();
        (element as HTMLElement).click();
        const look = (): void => {
          const drawn =
            document.querySelectorAll('.svelte-flow__node').length > 1 &&
            !document.querySelector('[data-testid=painting]');
          if (drawn) requestAnimationFrame(() => done(performance.now() - start));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  const work = (await workUntilNow(cdp)) - before;
  await cdp.detach();
  return { ms, work };
}

interface Measured {
  /** 'near': as the project opens, layers at their size; 'whole': all of them in view. */
  readonly view: 'near' | 'whole';
  readonly gesture: string;
  /** Milliseconds of the main thread an event. */
  readonly median: number;
  readonly p95: number;
  /** Taken off each event: waiting for a frame and asking. */
  readonly asking: number;
  readonly longest: LongestTask;
  readonly frames: number;
  readonly emptyFrames: number;
}

async function measure(browser: Browser, url: string, name: string): Promise<readonly Measured[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(url);
  await openProject(page, new URL(url).origin, name);
  const empty = await context.newPage();
  await empty.setContent('<!doctype html><title>Empty</title>');
  const measured: Measured[] = [];
  for (const [view, gesture] of (['near', 'whole'] as const).flatMap((view) =>
    gestures.map((gesture) => [view, gesture] as const),
  )) {
    await page.bringToFront();
    if (view === 'whole') await page.getByRole('button', { name: ui.commands.fit }).click();
    await pause(700);
    const box = (await page.getByTestId('canvas').boundingBox())!;
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    // The first layer lies in the middle and feeds many; what is dragged is one of those that are joined to two.
    const near = gesture.name === 'drag' && view === 'near' ? { ...middle, y: middle.y + 140 } : middle;
    const at = await placeFor(page, gesture, near);
    const { work, asking } = await workOf(page, gesture, at, EVENTS);
    await pause(200);
    // Apart from that, for a trace is work too.
    const longest = await longestTask(
      browser,
      async () => void (await workOf(page, gesture, at, SOME_EVENTS)),
    );
    const frames = await framesOf(page, gesture, at);
    await empty.bringToFront();
    measured.push({
      view,
      gesture: gesture.name,
      median: percentile(work, 0.5),
      p95: percentile(work, 0.95),
      asking,
      longest,
      frames,
      emptyFrames: await framesOf(empty, gesture, at),
    });
  }
  await context.close();
  return measured;
}

execFileSync(process.execPath, [join(import.meta.dirname, '..', 'scripts', 'build.mjs'), '--if-needed'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const folder = mkdtempSync(join(tmpdir(), 'neuroloom-bench-'));
const { layers = 1000 } = flags;
mkdirSync(join(folder, 'projects'));
for (const [name, count] of [
  ['Large', layers],
  ['Middling', OPENED],
  ['Small', FEW],
] as const)
  writeFileSync(join(folder, 'projects', `${name}.neuroloom`), projectText(largeProject(name, count)));
const server = await serve(folder);
const browser = await launchChromium();
try {
  const measured = await measure(browser, server.url, 'Large');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const second = await serve(folder);
  await page.goto(second.url);
  const opened: Opened[] = [];
  const few: Opened[] = [];
  for (let i = 0; i < 2 * OPENINGS; i++) {
    if (i % 2 === 0) opened.push(await openingOf(page, 'Middling'));
    else few.push(await openingOf(page, 'Small'));
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(new URL(second.url).origin);
  }
  await second.stop();
  const middle = (of: readonly Opened[], what: keyof Opened): number =>
    percentile(
      of.map((each) => each[what]),
      0.5,
    );
  if (flags.json) {
    for (const one of measured) console.log(JSON.stringify({ layers, ...one }));
    console.log(JSON.stringify({ layers: OPENED, opened, few }));
  } else {
    const fixed = (value: number): string => value.toFixed(1).padStart(7);
    console.log(`${layers} layers        work an event, ms       longest task, ms   frames a second`);
    console.log('                 median     p95 (asking)    work (clock)   canvas  empty   ratio');
    for (const { view, gesture, median, p95, asking, longest, frames, emptyFrames } of measured)
      console.log(
        `${view.padEnd(6)} ${gesture.padEnd(7)} ${[median, p95, asking].map(fixed).join(' ')}  ${[longest.work, longest.clock].map(fixed).join('')}    ${[frames, emptyFrames].map(fixed).join('')}${(frames / emptyFrames).toFixed(2).padStart(8)}`,
      );
    console.log(`asked for: p95 <= ${LIMITS.work} ms, no task over ${LIMITS.task} ms`);
    const told = (of: readonly Opened[]): string =>
      `${middle(of, 'ms').toFixed(0)} ms (work of the main thread ${middle(of, 'work').toFixed(0)})`;
    console.log(
      `${OPENED} layers open in ${told(opened)}, ${FEW} layers in ${told(few)}, medians of ${OPENINGS}; asked for: under ${LIMITS.open} ms`,
    );
  }
} finally {
  await browser.close();
  await server.stop();
  await endCore(folder);
  rmSync(folder, { recursive: true, force: true });
}
