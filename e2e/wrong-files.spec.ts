import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ui } from '../src/shared/words/ui/index.ts';
import { writeIdxDigits } from './data/digits.ts';
import { expect, test } from './fixtures.ts';

test('wrong files get a clear sentence each, and the app goes on', async ({ app }) => {
  const { data, folder, frame, page } = app;
  const file = (name: string, contents: string | Uint8Array): string => {
    writeFileSync(join(folder, name), contents);
    return join(folder, name);
  };

  await test.step('an IDX file that was cut off says so', async () => {
    const { files } = writeIdxDigits(folder);
    const whole = readFileSync(files[0]!);
    await app.drop([file('cut-images-idx3-ubyte', whole.subarray(0, whole.length - 100))]);
    // The look beforehand reads no further than it must: the cut shows when the rows are read.
    await data.preview.waitFor();
    await page.getByRole('button', { name: /^Import \d/ }).click();
    await expect(page.getByText(/the compressed file is cut short/).first()).toBeVisible();
  });

  await test.step('rows of a table that do not fit are named, and the rest is imported', async () => {
    await frame.goTo('data');
    const rows = ['height,weight,kind', '1,2,a', '3,4', '5,6,b', '7,8,a,9', '9,10,b', ''];
    const ends = ['\r\n', '\n', '\r'];
    await app.drop([file('ragged.csv', rows.map((row, i) => (row ? row + ends[i % 3]! : '')).join(''))]);
    await data.importPreviewed('Ragged');
    await expect(page.getByText(ui.data.rows(3)).first()).toBeVisible();
    await page.getByText(ui.data.problems(2)).click();
    for (const line of [3, 5]) await expect(page.getByText(`ragged.csv, line ${line}`)).toBeVisible();
  });

  await test.step('a project with an unknown layer opens and says which', async () => {
    const saved = readFileSync(
      join(import.meta.dirname, '../resources/samples/iris-classifier.neuroloom'),
      'utf8',
    );
    await app.drop([file('odd.neuroloom', saved.replace('"kind": "dense"', '"kind": "quantumLayer"'))]);
    await expect(page.getByText(/knows no layer "quantumLayer"/).first()).toBeVisible();
  });

  await test.step('something that is no project is left as it is', async () => {
    await app.drop([file('broken.neuroloom', '{ "format": ')]);
    await expect(page.getByText(/it is not JSON/).first()).toBeVisible();
  });
});
