/** Names for classes that a data set only numbers. */
import type { ImportFile } from '../../../shared/contract/jobs.ts';

/**
 * Fashion-MNIST's classes 0 to 9, as its authors name them (Xiao, Rasul, Vollgraf 2017, github.com/zalandoresearch/
 * fashion-mnist, MIT).
 */
const FASHION = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;

export const FASHION_MNIST = 'Fashion-MNIST';

/** sha256 over the labels (without the header) of the published training and test files. */
const FASHION_LABELS = new Set([
  '657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7',
  '3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9',
]);

/** True for Fashion-MNIST: its files by the hash of their labels, or a folder or file named so. */
export function isFashionMnist(files: readonly ImportFile[], labelHashes: readonly string[]): boolean {
  return (
    labelHashes.some((hash) => FASHION_LABELS.has(hash)) ||
    files.some(({ path, name }) => FASHION_NAME.test(`${path} ${name}`))
  );
}
const FASHION_NAME = /fashion[-_ ]?mnist/i;

/** Class names for label values: those known for the data set where all values are its own, else the numbers. */
export function classNames(values: readonly number[], fashion: boolean): readonly string[] {
  if (fashion && values.every((value) => FASHION[value] !== undefined))
    return values.map((value) => FASHION[value]!);
  return values.map(String);
}
