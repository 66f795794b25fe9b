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

  /** Exports and answers the path of the proved file. */
  async export(format: 'keras' | 'onnx'): Promise<string> {
    const card = this.card(format);
    await card.getByRole('button', { name: ui.use.export(ui.use.formats[format].name) }).click();
    const line = await card.locator('.path').textContent({ timeout: 90_000 });
    return (line ?? '').replace(/ · [^·]*$/, '').trim();
  }
}
