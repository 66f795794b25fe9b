export interface NumberLimits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly integer?: boolean | undefined;
}

/** Thousands set apart: a comma there would be read as a decimal one, and 1,000 units as a single one. */
const GROUPED = /^[+-]?\d{1,3}([,.\s\u00a0\u2009\u202f]\d{3})+$/;

/**
 * The number that a text says, or null where it says none within the limits. Takes a decimal comma and `1e-3`, and of
 * whole numbers also thousands set apart.
 */
export function readNumber(
  text: string,
  { min = -Infinity, max = Infinity, integer = false }: NumberLimits,
): number | null {
  const trimmed = text.trim();
  const plain =
    integer && GROUPED.test(trimmed) ? trimmed.replace(/[^\d+-]/g, '') : trimmed.replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  if (!Number.isFinite(number) || number < min || number > max) return null;
  return integer && !Number.isInteger(number) ? null : number;
}

/** A number as ARIA wants it, without an exponent: `1e-7` is `0.0000001`. */
export const decimal = (value: number | undefined): string | undefined =>
  value === undefined
    ? undefined
    : value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });

/** The value a step away, kept within the limits and free of binary dust (0.1 + 0.2 is 0.3). */
export function stepped(
  value: number,
  by: number,
  { min = -Infinity, max = Infinity }: NumberLimits,
): number {
  return Math.min(max, Math.max(min, Number((value + by).toPrecision(12))));
}
