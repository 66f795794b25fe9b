import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { keepsFocus } from '../frame/keep-focus.ts';

let root: HTMLElement;
let stop: (() => void) | void;
const find = (id: string): HTMLElement => document.getElementById(id)!;

beforeEach(() => {
  root = document.createElement('div');
  root.innerHTML = `
    <main id="page" tabindex="-1">
      <section id="list" tabindex="-1"><ul id="items"><li><button id="delete">Delete</button></li></ul></section>
      <button id="other">Other</button>
      <p id="text">Nothing to press</p>
    </main>`;
  document.body.append(root);
  stop = keepsFocus(root);
});
afterEach(() => {
  stop?.();
  root.remove();
});

test('the part around what was taken away has the focus', async () => {
  find('delete').focus();
  find('items').replaceChildren();
  await expect.element(find('list')).toHaveFocus();
});

test('the part around what was disabled has the focus', async () => {
  find('delete').focus();
  (find('delete') as HTMLButtonElement).disabled = true;
  await expect.element(find('list')).toHaveFocus();
});

test('where the part goes too, the one around it', async () => {
  find('delete').focus();
  find('list').remove();
  await expect.element(find('page')).toHaveFocus();
});

test('what somebody else gave the focus to keeps it', async () => {
  find('delete').focus();
  find('items').replaceChildren();
  find('other').focus();
  await new Promise((resolve) => setTimeout(resolve));
  expect(document.activeElement).toBe(find('other'));
});

test('who has clicked on nothing misses nothing', async () => {
  find('delete').focus();
  find('page').removeAttribute('tabindex');
  await userEvent.click(find('text'));
  expect(document.activeElement).toBe(document.body);
  find('page').tabIndex = -1;
  find('items').replaceChildren();
  await new Promise((resolve) => setTimeout(resolve));
  expect(document.activeElement).toBe(document.body);
});
