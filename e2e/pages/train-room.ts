import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { ui } from '../../src/shared/words/ui/index.ts';

/** The most that a run may have: none ends by itself while a test looks at it. */
export const ENDLESS = 100_000;

export class TrainRoom {
  readonly page: Page;
  readonly runBar: Locator;
  readonly settings: Locator;
  readonly curves: Locator;
  readonly result: Locator;

  constructor(page: Page) {
    this.page = page;
    this.runBar = page.getByTestId('run-bar');
    this.settings = page.getByTestId('training-settings');
    this.curves = page.getByTestId('curves');
    this.result = page.getByTestId('result');
  }

  async set(label: string, value: number): Promise<void> {
    const field = this.settings.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Enter');
  }

  async choose(label: string, option: string): Promise<void> {
    await this.settings.getByLabel(label, { exact: true }).click();
    await this.page.getByRole('option', { name: option }).first().click();
  }

  async start(): Promise<void> {
    await this.runBar.getByRole('button', { name: ui.train.train, exact: true }).click();
  }
  /** Starts a run that goes on until the test stops it. */
  async startEndless(): Promise<void> {
    await this.set(ui.train.settings.epochs, ENDLESS);
    await this.start();
    await this.becomes('training');
  }
  async stop(): Promise<void> {
    await this.runBar.getByRole('button', { name: ui.train.stop, exact: true }).click();
    await this.becomes('stopped');
  }
  async pause(): Promise<void> {
    await this.runBar.getByRole('button', { name: ui.train.pause, exact: true }).click();
  }
  async resume(): Promise<void> {
    await this.runBar.getByRole('button', { name: ui.train.resume, exact: true }).click();
  }

  async becomes(state: string, timeout = 150_000): Promise<void> {
    await expect(this.runBar).toHaveAttribute('data-state', state, { timeout });
  }

  /** The loss curve as it is drawn now. */
  picture(): Promise<string> {
    return this.curves
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  }

  async showResult(): Promise<void> {
    await this.page.getByRole('radio', { name: ui.train.result.title, exact: true }).click();
  }

  /** What the network made after an epoch, in the drawer. */
  async showSamples(): Promise<Locator> {
    await this.page.getByRole('radio', { name: ui.train.samples.title, exact: true }).click();
    return this.page.getByTestId('samples');
  }

  async metric(name: string): Promise<string> {
    return (await this.result.locator(`[data-metric="${name}"]`).textContent()) ?? '';
  }
}
