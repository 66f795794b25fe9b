/** What a page's main thread does: work, long tasks and frames. */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when the page has drawn its next frame. */
export const nextFrame = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done))));

/** Milliseconds of the processor that the main thread has worked until now; `Performance` must be enabled. */
export async function workUntilNow(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

/** A session that tells work in time of the processor, so that other work on the machine does not count. */
export async function workSession(page: Page): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return cdp;
}

export interface LongestTask {
  /** Milliseconds of the processor. */
  readonly work: number;
  /** By the clock, with all that else went on on the machine. */
  readonly clock: number;
}

interface TraceEvent {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** The longest task of the busiest page's main thread while something is done, by the browser's own trace. */
export async function longestTask(browser: Browser, during: () => Promise<void>): Promise<LongestTask> {
  const cdp = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await cdp.send('Tracing.start', {
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  await during();
  const complete = new Promise<void>((done) => cdp.once('Tracing.tracingComplete', () => done()));
  await cdp.send('Tracing.end');
  await complete;
  await cdp.detach();
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const mains = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  );
  const tasks = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (event.dur === undefined || !event.name.endsWith('RunTask') || !mains.has(threadOf(event))) continue;
    const list = tasks.get(threadOf(event)) ?? [];
    list.push(event);
    tasks.set(threadOf(event), list);
  }
  const busy = (list: readonly TraceEvent[]): number => list.reduce((sum, { tdur = 0 }) => sum + tdur, 0);
  const busiest = [...tasks.values()].sort((a, b) => busy(b) - busy(a))[0] ?? [];
  return {
    work: Math.max(0, ...busiest.map(({ tdur = 0 }) => tdur / 1000)),
    clock: Math.max(0, ...busiest.map(({ dur = 0 }) => dur / 1000)),
  };
}

/** Frames a second that the page draws in a time while events come at 60 a second. */
export async function framesDuring(
  page: Page,
  ms: number,
  event: (i: number) => Promise<void>,
): Promise<number> {
  const counted = page.evaluate(
    (ms) =>
      new Promise<number>((done) => {
        let frames = 0;
        const start = performance.now();
        const step = (): void => {
          const now = performance.now();
          if (now - start >= ms) return done((1000 * frames) / (now - start));
          frames++;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    ms,
  );
  let going = true;
  const events = (async () => {
    const sent: Promise<void>[] = [];
    for (let i = 0; going; i++) {
      sent.push(event(i));
      await pause(1000 / 60);
    }
    await Promise.all(sent);
  })();
  const frames = await counted;
  going = false;
  await events;
  return frames;
}

export const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))]!;
