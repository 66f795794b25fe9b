import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { ui } from '../../src/shared/words/ui/index.ts';

type Room = 'data' | 'design' | 'train' | 'runs' | 'use' | 'doctor' | 'settings';

/** What stands around every room: the rail, the title bar, the home screen. */
export class Frame {
  readonly page: Page;
  readonly rail: Locator;
  readonly title: Locator;
  readonly palette: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rail = page.getByRole('navigation', { name: ui.frame.rail });
    this.title = page.getByRole('heading', { name: ui.home.title, level: 1 });
    this.palette = page.getByTestId('palette');
  }

  /** Runs the command that the palette finds first. */
  async command(text: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.palette.getByRole('combobox').fill(text);
    await this.page.keyboard.press('Enter');
    await expect(this.palette).toBeHidden();
  }

  async goTo(room: Room): Promise<void> {
    await this.rail.getByRole('link', { name: ui.frame.routes[room], exact: true }).click();
  }

  async startSample(name: string): Promise<void> {
    // A card's name is all that stands on it, the sample's own name first.
    const title = this.page.getByText(name, { exact: true });
    await this.page.getByRole('button').filter({ has: title }).last().click();
    // Who goes on before it is open stays where he went.
    await expect(this.page).toHaveURL(/#\/design/);
  }

  /** A network that fits a data set, by the home screen's own dialog; `recipe` where there is a choice. */
  async newProject(name: string, data: string, recipe?: string): Promise<void> {
    await this.page.getByRole('banner').getByRole('link', { name: ui.frame.routes.home }).click();
    await this.page.getByRole('button', { name: ui.home.newProject }).click();
    const dialog = this.page.getByRole('dialog');
    const choose = async (field: string, option: string): Promise<void> => {
      await dialog.getByLabel(field).click();
      await this.page.getByRole('option', { name: option }).first().click();
    };
    await choose(ui.home.createData, data);
    if (recipe !== undefined) await choose(ui.home.createRecipe, recipe);
    await dialog.getByLabel(ui.home.createName).fill(name);
    await dialog.getByRole('button', { name: ui.home.create, exact: true }).click();
  }

  /** An empty canvas, by the home screen's own dialog. */
  async newEmptyProject(name: string): Promise<void> {
    await this.page.getByRole('banner').getByRole('link', { name: ui.frame.routes.home }).click();
    await this.page.getByRole('button', { name: ui.home.newProject }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel(ui.home.createData).click();
    await this.page.getByRole('option', { name: ui.home.createEmpty }).click();
    await dialog.getByLabel(ui.home.createName).fill(name);
    await dialog.getByRole('button', { name: ui.home.create, exact: true }).click();
  }
}
