/** The window's menus as the page tells the shell of them, which makes the system's menu of them. */
import { z } from 'zod';

const word = z.string().min(1).max(300);

export const pageMenusSchema = z
  .array(
    z.strictObject({
      group: word,
      title: word,
      items: z
        .array(
          z.strictObject({
            /** Of the command, which the shell asks for when the item is chosen. */
            id: word,
            label: word,
            /** As tinykeys writes them. */
            keys: word.optional(),
            /** Whether the keys mean this wherever the focus is. */
            everywhere: z.boolean(),
            enabled: z.boolean(),
          }),
        )
        .max(100),
    }),
  )
  .max(20);

export type PageMenus = z.infer<typeof pageMenusSchema>;
