/**
 * When one trace reads and changes variables: each change comes after what had read the variable and after the change
 * before it, by edges that say nothing but the order.
 */
import { attribute } from './binding.ts';
import type { AddNode, NodeAttribute } from './graph-nodes.ts';
import type { Variable, Variables } from './variables.ts';

/** A variable as a trace goes on, by nodes. */
interface Course {
  /** What reads it as it has settled; null before that is asked for. */
  read: string | null;
  /** What has read it since it was last changed. */
  reads: string[];
  /** What has changed it last. */
  changed: string | null;
}

const after = (node: string): string => `^${node}`;

export function variableOrder(variables: Variables, add: AddNode) {
  const courses = new Map<Variable, Course>();
  const courseOf = (variable: Variable): Course => {
    const first = `${variable.node}_read`;
    const known = courses.get(variable) ?? { read: first, reads: [first], changed: null };
    courses.set(variable, known);
    return known;
  };
  const changes = (): readonly string[] =>
    [...courses.values()].flatMap(({ changed }) => (changed === null ? [] : [after(changed)]));
  /** What had changed by the last time that the trace settled, and by the time before. */
  let [settled, before]: [readonly string[], readonly string[]] = [[], []];
  return {
    /** What has changed each variable last, as inputs of what is to come after. */
    changes,
    /** The node that reads the variable as the trace has settled. */
    read(variable: Variable): string {
      const course = courseOf(variable);
      if (course.read === null) {
        const behind = course.changed === null ? before : [after(course.changed)];
        const type = attribute.type('dtype', variable.dtype);
        const name = variables.nextRead(variable);
        course.read = add('ReadVariableOp', [variable.node, ...behind], [type], name);
        course.reads.push(course.read);
      }
      return course.read;
    },
    /** Adds an op that changes these variables, which are its first inputs. */
    change(
      op: string,
      changing: readonly Variable[],
      inputs: readonly string[],
      attributes: readonly NodeAttribute[],
    ): void {
      const handles = changing.map(({ node }) => node);
      const those = changing.map(courseOf);
      const earlier = those.flatMap(({ reads, changed }) => (changed === null ? reads : [...reads, changed]));
      const node = add(op, [...handles, ...inputs, ...earlier.map(after)], attributes);
      for (const course of those) Object.assign(course, { reads: [], changed: node });
    },
    /** From here on variables are read with all that has changed them. */
    settle(): void {
      [settled, before] = [changes(), settled];
      // What nothing changes could be read at once for all that is to come, and take all the memory at once: it
      // is read while the part before the one that wants it is computed.
      for (const course of courses.values()) course.read = null;
    },
  };
}
