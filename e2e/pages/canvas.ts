import type { Locator, Page } from '@playwright/test';
import { ui } from '../../src/shared/words/ui/index.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The canvas with its palette and properties, worked by mouse as a person does. */
export class Canvas {
  readonly page: Page;
  readonly root: Locator;
  readonly properties: Locator;
  /** The menu at the pointer. */
  readonly quick: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.getByTestId('canvas');
    this.properties = page.getByTestId('properties');
    this.quick = page.getByTestId('quick-add');
  }

  /** The layer of a kind; a test that draws two of one kind names the second by `nth`. */
  node(kind: string, nth = 0): Locator {
    return this.root.locator(`.svelte-flow__node:has([data-kind="${kind}"])`).nth(nth);
  }

  nodes(): Locator {
    return this.root.locator('.svelte-flow__node');
  }

  /** The comments that say this. */
  comment(text: string): Locator {
    return this.root.locator('.svelte-flow__node:has([data-testid="comment"])', { hasText: text });
  }

  edges(): Locator {
    return this.root.locator('.svelte-flow__edge');
  }

  /** Drags a layer from the palette to a place on the canvas, given in its pixels from its top left corner. */
  async dragIn(kind: string, to: Point): Promise<void> {
    const item = this.page.locator(`.palette [data-kind="${kind}"]`);
    await item.scrollIntoViewIfNeeded();
    const from = middleOf(await boxOf(item));
    const canvas = await boxOf(this.root);
    await this.dragMouse(from, { x: canvas.x + to.x, y: canvas.y + to.y });
  }

  /** The small picture on the layer of a kind. */
  picture(kind: string): Locator {
    return this.node(kind).getByRole('img');
  }

  /** What the pictures on the layers show. */
  async show(choice: keyof typeof ui.pictures.choices): Promise<void> {
    await this.root.getByRole('combobox', { name: ui.pictures.label }).click();
    await this.page.getByRole('option', { name: ui.pictures.choices[choice] }).click();
  }

  /** Drags a layer to a place on the canvas. */
  async drag(kind: string, to: Point): Promise<void> {
    const canvas = await boxOf(this.root);
    await this.dragMouse(middleOf(await boxOf(this.node(kind))), { x: canvas.x + to.x, y: canvas.y + to.y });
  }

  /** Draws an edge by mouse, from an output port to an input port. */
  async connect(from: string, to: string): Promise<void> {
    const source = this.node(from).locator('.svelte-flow__handle.source').first();
    const target = this.node(to).locator('.svelte-flow__handle.target').first();
    await this.dragMouse(middleOf(await boxOf(source)), middleOf(await boxOf(target)));
  }

  /** Draws an edge from an output port and lets it go at a place on the canvas. */
  async pull(from: string, to: Point): Promise<void> {
    const source = this.node(from).locator('.svelte-flow__handle.source').first();
    const canvas = await boxOf(this.root);
    await this.dragMouse(middleOf(await boxOf(source)), { x: canvas.x + to.x, y: canvas.y + to.y });
  }

  async select(kind: string): Promise<void> {
    await this.node(kind).click();
    await this.properties.getByLabel(ui.design.properties.name, { exact: true }).waitFor();
  }

  /** Sets a number of the selected layer. */
  async setNumber(label: string, value: number): Promise<void> {
    const field = this.properties.getByLabel(label, { exact: true });
    await field.fill(String(value));
    await field.press('Enter');
  }

  /** Chooses from a list of the selected layer. */
  async choose(label: string, option: string): Promise<void> {
    await this.properties.getByRole('combobox', { name: label, exact: true }).click();
    await this.page.getByRole('option', { name: option }).first().click();
  }

  /** Feeds the selected input with a column that is an image. */
  async feed(column: string): Promise<void> {
    await this.properties.getByRole('radio', { name: column }).check();
  }

  async dragMouse(from: Point, to: Point): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 4 });
    await mouse.up();
  }
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where it is once it has come to rest: a view that is being fitted moves what is in it. */
async function boxOf(locator: Locator): Promise<Box> {
  await locator.waitFor();
  for (let last = await locator.boundingBox(); ;) {
    await locator.page().waitForTimeout(120);
    const box = await locator.boundingBox();
    if (!box) throw new Error('It is not visible');
    if (last?.x === box.x && last.y === box.y) return box;
    last = box;
  }
}

const middleOf = (box: Box): Point => ({
  x: box.x + box.width / 2,
  y: box.y + box.height / 2,
});
