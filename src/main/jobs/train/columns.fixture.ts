/** A column's file as a data set names it. */
export const columnFileName = (name: string, type: 'u8' | 'f32' | 'i32'): string => `${name}.${type}`;
