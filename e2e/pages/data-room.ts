import type { Locator, Page } from '@playwright/test';
import { ui } from '../../src/shared/words/ui/index.ts';

/** Whatever number of rows it says. */
const startImport = (): RegExp =>
  new RegExp(`^(${[null, 1, 2].map((rows) => ui.data.startImport(rows).replace(/[12]/, '.+')).join('|')})$`);

export class DataRoom {
  readonly page: Page;
  readonly preview: Locator;

  constructor(page: Page) {
    this.page = page;
    this.preview = page.getByRole('heading', { name: ui.data.previewTitle });
  }

  /** Takes the import as it was previewed, and waits for the data set's page. */
  async importPreviewed(name: string): Promise<void> {
    await this.preview.waitFor();
    await this.page.getByLabel(ui.data.name, { exact: true }).fill(name);
    await this.page.getByRole('button', { name: startImport() }).click();
    await this.heading(name).waitFor();
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, level: 1 });
  }
}
