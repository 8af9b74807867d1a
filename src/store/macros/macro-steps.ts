import { z } from 'zod';
import type { MacroStep } from '../../domain/macros';

/** A newer release may have written kinds of steps and fields that this one does not know. */
const stepsSchema = z.array(z.looseObject({ type: z.string() }));

/**
 * The steps of a row. A step of an unknown kind is kept as it is: the code that runs a step has to look its kind up and
 * refuse unknown ones.
 */
export function readSteps(value: unknown): readonly MacroStep[] {
  return stepsSchema.parse(value) as unknown as readonly MacroStep[];
}
