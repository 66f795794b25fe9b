import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';
import { ENDLESS } from './pages/train-room.ts';

test('a run of another project is seen from every room, and a click leads to it', async ({ app }, info) => {
  const { frame, page, train } = app;
  const elsewhere = page.getByTestId('elsewhere');
  await frame.startSample('Digits, convolutional');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('train');
  await train.set(ui.train.settings.epochs, ENDLESS);

  // Who goes elsewhere in the moment of the start stays there, and is shown the way.
  const begin = train.runBar.getByRole('button', { name: ui.train.train, exact: true });
  await begin.evaluate((button: HTMLElement) => {
    button.click();
    location.hash = '#/data';
  });
  await expect(page.getByText(ui.train.startedElsewhere('Digits, convolutional'))).toBeVisible();
  await expect(page).toHaveURL(/#\/data$/);
  await page.getByRole('button', { name: ui.train.showRun }).click();
  await expect(page).toHaveURL(/#\/runs\/./);
  await train.becomes('training');
  await expect(elsewhere).toHaveCount(0);
  // A double click is one.
  await train.runBar.getByRole('button', { name: ui.train.trainNext }).dblclick();
  await expect(train.runBar).toContainText(ui.train.queued(1));

  await frame.newEmptyProject('Another');
  await expect(elsewhere).toContainText(/Digits.*\d+\s?%.*\+1/s);
  await expect(elsewhere).toHaveAccessibleName(/^Run 1 of Digits.*: training, \d+\s?%\. 1 more run/);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: info.outputPath(`${theme}.png`) });
  }
  await elsewhere.click();
  await expect(page.getByRole('main')).toContainText('Run 1');
  await expect(page).toHaveURL(/#\/?runs\//);

  await page.getByRole('banner').getByRole('link', { name: ui.frame.routes.home }).click();
  await expect(elsewhere).toBeVisible();
});
