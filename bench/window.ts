/**
 * How soon the window is there and answers:
 *
 *   npm run bench -- window [--help]
 *
 * From the start of the program, everything cold but the files' cache: to the first paint, and to the frame with the
 * projects of the workspace in it, which can be clicked; in Electron where there is one to test with, and as the server
 * with Chromium, which is open already. Typing is a name, and a number that changes what the layers after it receive, in
 * the properties of a layer of a large network: from each key to the frame that shows it (the browser's own account, in
 * steps of 8 ms) and the main thread's work meanwhile.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { endCore, launchChromium, open, serve } from '../e2e/launch.ts';
import { projectText } from '../src/shared/network/parse.ts';
import { ui } from '../src/shared/words/ui/index.ts';
import { displayHere, testElectron } from '../scripts/provide.mjs';
import { called } from './lib/call.ts';
import { largeProject } from './lib/large-project.ts';
import { nextFrame, percentile, workSession, workUntilNow } from './lib/page-work.ts';

const { flags } = called({
  name: 'window',
  summary: 'How soon the window is there after a start of the program, and answers to typing.',
  options: {
    starts: {
      type: 'integer',
      value: 'N',
      min: 1,
      max: 1000,
      doc: 'Of each, in Chromium and Electron (default: 5)',
    },
  },
});
const { starts: STARTS = 5 } = flags;
const LAYERS = 200;
/** Which fields of a dense layer are typed in, and the keys. */
const TYPED = [
  { what: 'name', field: ui.design.properties.name, keys: [...'a name that is typed'] },
  {
    what: 'units',
    field: 'Units',
    keys: [...'64', 'Backspace', ...'28', 'Backspace', ...'4', 'Backspace', ...'0123'],
  },
] as const;
/** What is asked for, in milliseconds. */
const LIMITS = { paint: 1000, interactive: 1800, key: 50 };

interface Start {
  readonly paint: number;
  readonly interactive: number;
}

/** A page that is on its way: when it painted first and had its projects, after a moment of the same clock. */
async function startOf(page: Page, began: number): Promise<Start> {
  await page
    .getByRole('button', { name: /^Large/ })
    .first()
    .waitFor();
  await nextFrame(page);
  const interactive = Date.now() - began;
  const painted = await page.evaluate(
    () =>
      performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
  );
  return { paint: painted - began, interactive };
}

async function inChromium(workspace: string): Promise<Start> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const began = Date.now();
    const server = await serve(workspace);
    try {
      await page.goto(server.url, { waitUntil: 'commit' });
      return await startOf(page, began);
    } finally {
      await server.stop();
    }
  } finally {
    await browser.close();
    await endCore(workspace);
  }
}

async function inElectron(workspace: string): Promise<Start> {
  const profile = mkdtempSync(join(tmpdir(), 'neuroloom-profile-'));
  const began = Date.now();
  const opened = await open('electron', workspace, profile);
  try {
    return await startOf(opened.page, began);
  } finally {
    await opened.close();
    await endCore(workspace);
    rmSync(profile, { recursive: true, force: true });
  }
}

interface Typing {
  readonly what: string;
  /** Of each key, in milliseconds. */
  readonly shown: readonly number[];
  readonly work: readonly number[];
}

async function typing(workspace: string): Promise<readonly Typing[]> {
  const browser = await launchChromium();
  const server = await serve(workspace);
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(server.url);
    await page
      .getByRole('button', { name: /^Large/ })
      .first()
      .click();
    await page.locator('.svelte-flow__node').nth(1).click();
    await page.evaluate(() => {
      const keys: number[] = [];
      (window as unknown as { keys: number[] }).keys = keys;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.name === 'keydown') keys.push(entry.duration);
      }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    });
    const cdp = await workSession(page);
    const typed: Typing[] = [];
    for (const { what, field, keys } of TYPED) {
      await page.getByTestId('properties').getByLabel(field, { exact: true }).fill('');
      await pause(1500);
      await page.evaluate(() => ((window as unknown as { keys: number[] }).keys.length = 0));
      const work: number[] = [];
      for (const key of keys) {
        const before = await workUntilNow(cdp);
        await page.keyboard.press(key === ' ' ? 'Space' : key);
        await nextFrame(page);
        work.push((await workUntilNow(cdp)) - before);
        await pause(60);
      }
      const slow = await page.evaluate(() => [...(window as unknown as { keys: number[] }).keys]);
      // The browser tells of those only that took 16 ms and more.
      const quick = Array.from({ length: Math.max(0, keys.length - slow.length) }, () => 8);
      typed.push({ what, shown: [...slow, ...quick], work });
    }
    return typed;
  } finally {
    await browser.close();
    await server.stop();
    await endCore(workspace);
  }
}

execFileSync(process.execPath, [join(import.meta.dirname, '..', 'scripts', 'build.mjs'), '--if-needed'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const folder = mkdtempSync(join(tmpdir(), 'neuroloom-bench-'));
mkdirSync(join(folder, 'projects'));
writeFileSync(join(folder, 'projects', 'Large.neuroloom'), projectText(largeProject('Large', LAYERS)));

const middle = (starts: readonly Start[], what: keyof Start): string =>
  percentile(
    starts.map((start) => start[what]),
    0.5,
  ).toFixed(0);
const tell = (where: string, starts: readonly Start[]): void =>
  console.log(
    flags.json
      ? JSON.stringify({ where, starts })
      : `${where.padEnd(10)} first paint after ${middle(starts, 'paint')} ms, interactive after ${middle(starts, 'interactive')} ms (medians of ${starts.length})`,
  );

try {
  const chromium: Start[] = [];
  for (let i = 0; i < STARTS; i++) chromium.push(await inChromium(folder));
  tell('Chromium', chromium);
  const [electron, display] = [await testElectron(), await displayHere()];
  const lacks = 'skip' in electron ? electron.skip : 'skip' in display ? display.skip : null;
  if (lacks !== null) console.log(`Electron   not measured: ${lacks}`);
  else {
    Object.assign(process.env, 'env' in electron && electron.env, 'env' in display && display.env);
    const starts: Start[] = [];
    for (let i = 0; i < STARTS; i++) starts.push(await inElectron(folder));
    tell('Electron', starts);
    if ('stop' in display) display.stop?.();
  }
  const typed = await typing(folder);
  if (flags.json) for (const each of typed) console.log(JSON.stringify({ layers: LAYERS, ...each }));
  else {
    const told = (of: readonly number[]): string =>
      `${percentile(of, 0.5).toFixed(0)} ms (p95 ${percentile(of, 0.95).toFixed(0)})`;
    for (const { what, shown, work } of typed)
      console.log(
        `a key typed in the ${what} of one of ${LAYERS} layers is shown after ${told(shown)}; work of the main thread ${told(work)}`,
      );
    console.log(
      `asked for: first paint <= ${LIMITS.paint} ms, interactive <= ${LIMITS.interactive} ms, a key within ${LIMITS.key} ms`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
