import type { Locator, Page } from '@playwright/test';
import { ui } from '../../src/shared/words/ui/index.ts';

export class UseRoom {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  card(format: 'keras' | 'onnx'): Locator {
    return this.page.getByRole('region', { name: ui.use.formats[format].name, exact: true });
  }

  /** What the network has written, or the picture of what it has made. */
  get made(): { readonly text: Locator; readonly picture: Locator } {
    const room = this.page.getByRole('region', { name: ui.use.predictTitle });
    return { text: room.locator('p.text'), picture: room.getByRole('img') };
  }

  async write(prompt: string): Promise<void> {
    await this.page.getByLabel(ui.use.generate.prompts.text).fill(prompt);
    await this.page.getByRole('button', { name: ui.use.generate.write.text }).click();
  }

  async drawSamples(): Promise<void> {
    await this.page.getByRole('button', { name: ui.use.generate.draw }).click();
  }

  /** Exports and answers the path of the proved file. */
  async export(format: 'keras' | 'onnx'): Promise<string> {
    const card = this.card(format);
    await card.getByRole('button', { name: ui.use.export(ui.use.formats[format].name) }).click();
    const line = await card.locator('.path').textContent({ timeout: 90_000 });
    return (line ?? '').replace(/ · [^·]*$/, '').trim();
  }
}
